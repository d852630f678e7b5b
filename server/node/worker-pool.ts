import { Worker } from 'node:worker_threads';
import { describeError } from './io.js';
import { WorkShares } from './work-shares.js';

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
  /** Of the heap of one worker, in MB. A job that needs more is done again by a worker that has no such limit. */
  readonly heap?: number;
  /** Neighbors go to one worker as long as all have work: what it read for one serves the next. */
  readonly jobs: readonly Job[];
  /** How much work a job is, in any unit. */
  readonly weightOf: (job: Job) => number;
  readonly onDone: (job: Job) => void;
}

/**
 * Runs every job on one of the workers and answers in the order of the jobs. A worker that dies loses its job only:
 * another one takes its place. One that cannot even start would be replaced forever, so that rejects the whole run.
 */
export async function runJobs<Job, Answer>(options: PoolOptions<Job>): Promise<readonly Outcome<Answer>[]> {
  const outcomes: Outcome<Answer>[] = [];
  const workers = Math.min(options.workers, options.jobs.length);
  const shares = new WorkShares(options.jobs.map(options.weightOf), workers);
  const lane = async (own: number): Promise<void> => {
    const next = (): readonly [number, Job] | undefined => {
      const index = shares.next(own);
      const job = index === undefined ? undefined : options.jobs[index];
      return index === undefined || job === undefined ? undefined : [index, job];
    };
    for (let start = next(); start !== undefined; ) {
      const worker = await startWorker<Job, Answer>(options, options.heap);
      let isAlive = true;
      while (isAlive && start !== undefined) {
        const [index, job] = start;
        const outcome = await worker.run(job);
        outcomes[index] = outcome.kind === 'no-memory' ? await runAlone(options, job) : outcome;
        isAlive = outcome.kind === 'answered';
        options.onDone(job);
        start = next();
      }
      await worker.stop();
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, own) => lane(own)));
  return outcomes;
}

/** On a worker for this job alone, which may take what memory there is. */
async function runAlone<Job, Answer>(options: PoolOptions<Job>, job: Job): Promise<Outcome<Answer>> {
  const worker = await startWorker<Job, Answer>(options, undefined);
  const outcome = await worker.run(job);
  await worker.stop();
  return outcome.kind === 'no-memory' ? { kind: 'lost', why: outcome.why } : outcome;
}

interface RunningWorker<Job, Answer> {
  run(job: Job): Promise<Outcome<Answer> | { readonly kind: 'no-memory'; readonly why: string }>;
  stop(): Promise<unknown>;
}

/** In MB: V8 takes three times this while it copies what is young, so a few threads of them are no burden. */
const youngHeap = 32;

async function startWorker<Job, Answer>(
  { program, workerData }: PoolOptions<Job>,
  heap: number | undefined,
): Promise<RunningWorker<Job, Answer>> {
  const limits = heap === undefined ? {} : { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: youngHeap };
  const worker = new Worker(program, { workerData, resourceLimits: limits });
  const next = listen<Answer>(worker);
  const first = await next();
  if (first.kind === 'failed') {
    throw new Error(first.why);
  }
  return {
    async run(job) {
      worker.postMessage(job);
      const message = await next();
      switch (message.kind) {
        case 'answer':
          return { kind: 'answered', answer: message.answer };
        case 'no-memory':
          return message;
        case 'failed':
          return { kind: 'lost', why: message.why };
        case 'ready':
          return { kind: 'lost', why: 'its worker started anew' };
      }
    },
    stop: () => worker.terminate(),
  };
}

type Death = { readonly kind: 'failed'; readonly why: string } | { readonly kind: 'no-memory'; readonly why: string };
type Heard<Answer> = Exclude<FromWorker<Answer>, { readonly kind: 'failed' }> | Death;

// The code of Node for a thread that reached its `resourceLimits`.
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** A function that waits for the next thing a worker says. A death is the last thing, also when nobody was waiting. */
function listen<Answer>(worker: Worker): () => Promise<Heard<Answer>> {
  let waiting: ((message: Heard<Answer>) => void) | undefined;
  let death: Death | undefined;

  const die = (how: Death): void => {
    // An uncaught error comes first and says more than the exit that follows it.
    death ??= how;
    waiting?.(death);
  };
  worker.on('message', (message: FromWorker<Answer>) => waiting?.(message));
  worker.on('error', (error: unknown) =>
    die({ kind: isOutOfMemory(error) ? 'no-memory' : 'failed', why: describeError(error) }),
  );
  worker.on('exit', (code) => die({ kind: 'failed', why: `its worker ended with status ${code}` }));

  return () =>
    new Promise((resolve) => {
      waiting = resolve;
      if (death !== undefined) {
        resolve(death);
      }
    });
}
