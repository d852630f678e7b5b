import { dirname } from 'node:path';
import { compareText } from '../analysis/findings/rank.js';
import type { CheckBatch, CheckJob } from './check-job.js';

/** More files in one batch would leave the other workers without work at the end. */
const mostInBatch = 64;

/**
 * The files of one module are one batch, and those of a folder that belong to none. Neighbors in the tree, which share
 * headers, are neighbors here.
 */
export function batchesOf(
  jobs: readonly CheckJob[],
  { moduleOf }: { readonly moduleOf: (path: string) => string },
): readonly CheckBatch[] {
  const together = new Map<string, CheckJob[]>();
  for (const job of jobs) {
    const module = moduleOf(job.path);
    const key = module === job.path ? dirname(job.path) : module;
    const others = together.get(key);
    if (others === undefined) together.set(key, [job]);
    else others.push(job);
  }
  return [...together].toSorted(([left], [right]) => compareText(left, right)).flatMap(([, batch]) => inPieces(batch));
}

/** How long the files of a batch are together. */
export const bytesOf = (batch: CheckBatch): number => batch.reduce((sum, { bytes }) => sum + bytes, 0);

function inPieces(batch: CheckBatch): readonly CheckBatch[] {
  const pieces: CheckBatch[] = [];
  for (let from = 0; from < batch.length; from += mostInBatch) pieces.push(batch.slice(from, from + mostInBatch));
  return pieces;
}
