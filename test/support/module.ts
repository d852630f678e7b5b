import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defaultPlatform } from '#engine';
import { createLineIndex } from '../../server/analysis/base/line-index.js';
import type { ModuleFiles } from '../../server/analysis/module/module-files.js';
import { createAnalyzer } from '../../server/analysis/pipeline/analyzer.js';
import type { AnalysisOptions, FileAnalysis } from '../../server/analysis/pipeline/file-analysis.js';

const resolve = createRequire(import.meta.url).resolve;
export const wasm = {
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
};

export const options: AnalysisOptions = {
  platform: defaultPlatform,
  rules: new Map(),
  minConfidence: 'low',
  budget: { paths: 2_000, steps: 50_000 },
};

/** A module of texts by path; the `.c` files are linked together. A test may change them. */
export type Module = Record<string, string>;

export const filesOf = (module: Module): ModuleFiles => ({
  header: (_, name) => (module[name] === undefined ? undefined : { path: name, text: module[name] }),
  kernelHeaders: (_, name) => {
    const path = `include/${name}`;
    return module[path] === undefined ? [] : [{ path, text: module[path] }];
  },
  siblings: (path) =>
    Object.entries(module)
      .filter(([other]) => other.endsWith('.c') && other !== path)
      .map(([other, text]) => ({ path: other, text })),
});

export async function analyzerOf(module: Module): Promise<(path: string) => FileAnalysis> {
  const analyzer = await createAnalyzer(wasm, filesOf(module));
  return (path) => analyzer.analyze({ path, text: module[path] ?? '' }, options);
}

/** `rule line` of each finding, with the places of its notes. */
export async function found(module: Module, path: string): Promise<readonly string[]> {
  return shown(module, path, (await analyzerOf(module))(path));
}

export function shown(module: Module, path: string, { findings }: FileAnalysis): readonly string[] {
  const lines = createLineIndex(module[path] ?? '');
  return findings.map(({ rule, at, notes }) => {
    const places = notes.map((note) =>
      note.elsewhere === undefined
        ? `${lines.lineColumnAt(note.at.start).line + 1}`
        : `${note.elsewhere.path}:${note.elsewhere.start.line + 1}`,
    );
    return [rule, lines.lineColumnAt(at.start).line + 1, ...places].join(' ');
  });
}

export const mapHelper = `#include "ring.h"
dma_addr_t ring_map(struct ring *ring, void *buf, size_t len)
{
	return dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE);
}
`;

export const ringHeader = `struct ring {
	struct device *dev;
	u8 buffer[128];
	void *cpu;
	dma_addr_t dma;
};
#define RING_BYTES 4096
`;
