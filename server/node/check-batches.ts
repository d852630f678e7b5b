import { dirname } from 'node:path';
import { compareText } from '../analysis/findings/rank.js';
import type { CheckBatch, CheckJob } from './check-job.js';

/** More files in one batch would leave the other workers without work at the end. */
const mostInBatch = 64;

/** The files of one module in one folder are one batch. The longest batch comes first, so that none is left alone at the end. */
export function batchesOf(
  jobs: readonly CheckJob[],
  { moduleOf }: { readonly moduleOf: (path: string) => string },
): readonly CheckBatch[] {
  const together = new Map<string, CheckJob[]>();
  for (const job of jobs) {
    const folder = dirname(job.path);
    const module = moduleOf(job.path);
    const key = `${folder} ${module === job.path ? '' : module}`;
    together.set(key, [...(together.get(key) ?? []), job]);
  }
  const batches = [...together.values()].flatMap(inPieces);
  const bytes = new Map(batches.map((batch) => [batch, batch.reduce((sum, job) => sum + job.bytes, 0)]));
  return batches.toSorted(
    (left, right) =>
      (bytes.get(right) ?? 0) - (bytes.get(left) ?? 0) || compareText(left[0]?.name ?? '', right[0]?.name ?? ''),
  );
}

function inPieces(batch: CheckBatch): readonly CheckBatch[] {
  const pieces: CheckBatch[] = [];
  for (let from = 0; from < batch.length; from += mostInBatch) pieces.push(batch.slice(from, from + mostInBatch));
  return pieces;
}
