// A thread of the language server: analyzes one document at a time, so that the server hears edits meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { createAnalyzer } from '#analysis';
import type { AnalysisAnswer, AnalysisJob } from './analysis-thread.js';
import { createModuleFiles } from './module-files.js';
import type { WasmFiles } from './wasm.js';

const { wasm } = workerData as { readonly wasm: WasmFiles };

async function main(): Promise<void> {
  const files = createModuleFiles(process.cwd(), { isWatching: true, shown: (path) => path });
  const analyzer = await createAnalyzer(wasm, files);
  parentPort?.on('message', ({ id, file, options, cancelled }: AnalysisJob) => {
    const cancellation = {
      get isCancelled() {
        return Atomics.load(cancelled, 0) !== 0;
      },
    };
    files.useElsewhere(options.kernel);
    const analysis = cancellation.isCancelled ? undefined : analyzer.analyze(file, options, cancellation);
    // What a cancelled analysis found so far is no answer.
    answer({ id, analysis: cancellation.isCancelled ? undefined : analysis });
  });
  answer('ready');
}

function answer(message: AnalysisAnswer | 'ready'): void {
  parentPort?.postMessage(message);
}

void main();
