import { expect, test } from 'vitest';
import { testParser } from '../../../test/support/parser.js';
import { apiByName } from '../api/index.js';
import { buildIndex } from '../index/build-index.js';
import type { FileIndex } from '../index/file-index.js';
import { readFunctions } from '../index/functions.js';
import { prepareText } from '../text/prepare.js';
import { doneElsewhere } from './done-elsewhere.js';

/** A file of the module that has to do with DMA. */
const ring = `
static void unmap(struct ring *r) { dma_unmap_single(r->dev, r->dma, 64, DMA_TO_DEVICE); }
void ring_drop(struct ring *r) { call_later(&r->work, unmap); }
void ring_move(struct ring *r) { r->head += chip_step(r); }
`;
/** One that has nothing to do with it. */
const chip = `
static int step(struct ring *r) { return r->regs->stride; }
int chip_step(struct ring *r) { return step(r) + SPARE(r); }
void chip_start(struct ring *r) { r->ops->start(r); }
void chip_reset(struct ring *r) { chip_start(r); }
static void unmap(struct ring *r) { r->count = 0; }
`;

async function indexOf(text: string): Promise<FileIndex> {
  const masked = prepareText(text);
  const tree = (await testParser()).parse(masked.text);
  try {
    return buildIndex(tree.root, masked);
  } finally {
    tree.delete();
  }
}

test('a function of another file does what the names in it, and in what it mentions in the module, let it do', async () => {
  const aside = readFunctions([], prepareText(chip));
  const index: FileIndex = {
    ...(await indexOf('#define SPARE(r) ((r)->spare)\nvoid own(struct ring *r) { r->own = 1; }\n')),
    others: [await indexOf(ring)],
    functionsAside: (name) => (aside.get(name)?.isStatic === false ? aside : undefined),
  };
  const done = doneElsewhere(index, apiByName);
  const shown = ['chip_step', 'ring_move', 'ring_drop', 'chip_reset', 'unmap', 'netif_start'].map((name) => {
    const it = done(name);
    return it === undefined ? undefined : [[...it.fields].toSorted().join(' '), it.mayRelease];
  });
  expect(shown).toEqual([
    ['regs spare stride', false],
    ['head regs spare stride', false],
    ['dev dma work', true],
    undefined,
    undefined,
    undefined,
  ]);
});
