// A thread of `dma-lens check`: one parser, one file at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { concernsDma, createAnalyzer } from '#analysis';
import { checkFile } from './check-file.js';
import type { CheckAnswer, CheckJob, CheckWorkerData } from './check-job.js';
import { describeBug } from './io.js';
import type { FromWorker } from './worker-pool.js';

const { wasm } = workerData as CheckWorkerData;

async function main(): Promise<void> {
  const analyzer = await createAnalyzer(wasm);
  const checker = { concernsDma, analyzeOnEach: analyzer.analyzeOnEach.bind(analyzer) };
  parentPort?.on('message', (job: CheckJob) => {
    try {
      say({ kind: 'answer', answer: checkFile(checker, job) });
    } catch (error) {
      say({ kind: 'failed', why: describeBug(error) });
    }
  });
  say({ kind: 'ready' });
}

function say(message: FromWorker<CheckAnswer>): void {
  parentPort?.postMessage(message);
}

void main().catch((error: unknown) => {
  // Outside any job: the thread dies, and the pool says why.
  setImmediate(() => {
    throw error;
  });
});
