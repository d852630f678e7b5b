import { Worker } from 'node:worker_threads';
import { describeError } from './io.js';

/** What a worker says: once that it can work, then one answer per job. */
export type FromWorker<Answer> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Our bug, on this job. The worker is not used again: its parser may be in any state. */
  | { readonly kind: 'failed'; readonly why: string };

export type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'lost'; readonly why: string };

export interface PoolOptions<Job> {
  readonly program: URL;
  /** What every worker is started with. */
  readonly workerData: unknown;
  readonly workers: number;
  /** In the order in which they are begun: the longest first, so that none is left alone at the end. */
  readonly jobs: readonly Job[];
  readonly onDone: (job: Job) => void;
}

/**
 * Runs every job on one of the workers and answers in the order of the jobs. A worker that dies loses its job only:
 * another one takes its place. One that cannot even start would be replaced forever, so that rejects the whole run.
 */
export async function runJobs<Job, Answer>(options: PoolOptions<Job>): Promise<readonly Outcome<Answer>[]> {
  const outcomes: Outcome<Answer>[] = [];
  const queue = options.jobs.entries();
  const lane = async (): Promise<void> => {
    for (let start = queue.next(); start.done !== true; ) {
      const worker = await startWorker<Job, Answer>(options);
      let isAlive = true;
      while (isAlive && start.done !== true) {
        const [index, job] = start.value;
        const outcome = await worker.run(job);
        outcomes[index] = outcome;
        isAlive = outcome.kind === 'answered';
        options.onDone(job);
        start = queue.next();
      }
      await worker.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, options.jobs.length) }, lane));
  return outcomes;
}

interface RunningWorker<Job, Answer> {
  run(job: Job): Promise<Outcome<Answer>>;
  stop(): Promise<unknown>;
}

async function startWorker<Job, Answer>(options: PoolOptions<Job>): Promise<RunningWorker<Job, Answer>> {
  const worker = new Worker(options.program, { workerData: options.workerData });
  const next = listen<Answer>(worker);
  const first = await next();
  if (first.kind === 'failed') {
    throw new Error(first.why);
  }
  return {
    async run(job) {
      worker.postMessage(job);
      const message = await next();
      return message.kind === 'answer'
        ? { kind: 'answered', answer: message.answer }
        : { kind: 'lost', why: message.kind === 'failed' ? message.why : 'its worker started anew' };
    },
    stop: () => worker.terminate(),
  };
}

/** A function that waits for the next thing a worker says. A death is the last thing, also when nobody was waiting. */
function listen<Answer>(worker: Worker): () => Promise<FromWorker<Answer>> {
  let waiting: ((message: FromWorker<Answer>) => void) | undefined;
  let death: FromWorker<Answer> | undefined;

  const die = (why: string): void => {
    // An uncaught error comes first and says more than the exit that follows it.
    death ??= { kind: 'failed', why };
    waiting?.(death);
  };
  worker.on('message', (message: FromWorker<Answer>) => waiting?.(message));
  worker.on('error', (error: unknown) => die(describeError(error)));
  worker.on('exit', (code) => die(`its worker ended with status ${code}`));

  return () =>
    new Promise((resolve) => {
      waiting = resolve;
      if (death !== undefined) {
        resolve(death);
      }
    });
}
