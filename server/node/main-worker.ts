// A thread of `dma-lens check`: one parser, one batch of files at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { createAnalyzer } from '#analysis';
import { checkFile } from './check-file.js';
import type { CheckAnswer, CheckBatch, CheckWorkerData } from './check-job.js';
import { describeBug } from './io.js';
import { moduleFilesIn } from './module-files.js';
import type { FromWorker } from './worker-pool.js';

const { wasm, cwd, kernel } = workerData as CheckWorkerData;

async function main(): Promise<void> {
  const files = moduleFilesIn(cwd, kernel);
  const analyzer = await createAnalyzer(wasm, files);
  parentPort?.on('message', (batch: CheckBatch) => {
    try {
      const answer = batch.map((job) => {
        files.useElsewhere(job.kernel);
        return checkFile(analyzer, job, files.read);
      });
      say({ kind: 'answer', answer });
    } catch (error) {
      say({ kind: 'failed', why: describeBug(error) });
    }
  });
  say({ kind: 'ready' });
}

function say(message: FromWorker<readonly CheckAnswer[]>): void {
  parentPort?.postMessage(message);
}

void main().catch((error: unknown) => {
  // Outside any job: the thread dies, and the pool says why.
  setImmediate(() => {
    throw error;
  });
});
