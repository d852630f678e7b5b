import { expect, test } from 'vitest';
import { lowerText } from '../../../test/support/lower.js';
import { testParser } from '../../../test/support/parser.js';
import { apiByName } from '../api/index.js';
import { buildIndex } from '../index/build-index.js';
import { prepareText } from '../text/prepare.js';
import { type Concerned, concernedFunctions } from './concerned.js';

const driver = `
struct ring { dma_addr_t dma; void *cpu; int head; };

static int room(struct ring *r) { return r->head; }
static int busy(struct ring *r) { return room(r) > 4; }
static void fill(struct device *dev, struct ring *r)
{
	if (!busy(r))
		r->dma = dma_map_single(dev, r->cpu, 64, DMA_TO_DEVICE);
}
static void show(struct ring *r) { pr_info("%d", r->head); }
static int print(struct ring *r) { show(r); return 0; }
static int open(struct device *dev, struct ring *r) { fill(dev, r); return 0; }
static void later(struct ring *r) { r->go = open; }
`;

async function concernedIn(text: string): Promise<Concerned> {
  const masked = prepareText(text);
  const parser = await testParser();
  const tree = parser.parse(masked.text);
  try {
    const graphs = new Map((await lowerText(text)).map((graph) => [graph.name, graph]));
    return concernedFunctions(buildIndex(tree.root, masked), graphs, apiByName);
  } finally {
    tree.delete();
  }
}

test('what calls the API, what calls that, and what takes its address are concerned', async () => {
  const { functions } = await concernedIn(driver);
  expect([...functions].sort()).toEqual(['fill', 'later', 'open']);
});

test('what those call is followed, and the rest is not', async () => {
  const { followed } = await concernedIn(driver);
  expect([...followed].sort()).toEqual(['busy', 'room']);
});
