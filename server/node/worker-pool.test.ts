import { expect, test } from 'vitest';
import { runJobs } from './worker-pool.js';

/** A worker that answers with its job, except for the jobs that name a way to die. */
function program(onStart = ''): URL {
  const source = `
    import { parentPort } from 'node:worker_threads';
    ${onStart}
    parentPort.on('message', (job) => {
      if (job === 'exit') process.exit(7);
      if (job === 'throw') throw new Error('boom');
      if (job === 'fail') parentPort.postMessage({ kind: 'failed', why: 'not lowered' });
      else if (job === 'later') {
        parentPort.postMessage({ kind: 'answer', answer: job });
        setImmediate(() => process.exit(3));
      } else setTimeout(() => parentPort.postMessage({ kind: 'answer', answer: job }), job.length);
    });
    parentPort.postMessage({ kind: 'ready' });
  `;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

async function run(jobs: readonly string[], workers = 2) {
  const done: string[] = [];
  const outcomes = await runJobs<string, string>({
    program: program(),
    workerData: undefined,
    workers,
    jobs,
    weightOf: ({ length }) => length,
    onDone: (job) => done.push(job),
  });
  return { done, outcomes: outcomes.map((it) => (it.kind === 'answered' ? it.answer : `lost: ${it.why}`)) };
}

test.each([1, 2, 5])('with %i workers the answers come in the order of the jobs', async (workers) => {
  const jobs = ['aaaaaaaaaaaaaaaa', 'b', 'cccc', 'd'];
  const { outcomes, done } = await run(jobs, workers);
  expect(outcomes).toEqual(jobs);
  expect(done.toSorted()).toEqual(jobs);
});

test.each([
  ['exit', 'its worker ended with status 7'],
  ['throw', 'boom'],
  ['fail', 'not lowered'],
])('a worker that dies of %j loses that job and no other', async (deadly, why) => {
  const { outcomes } = await run(['a', deadly, 'b', deadly, 'c']);
  expect(outcomes).toEqual(['a', `lost: ${why}`, 'b', `lost: ${why}`, 'c']);
});

test('a worker that dies between two jobs is noticed with the next one', async () => {
  const { outcomes } = await run(['later', 'a', 'b'], 1);
  expect(outcomes[0]).toBe('later');
  expect(outcomes[1]).toMatch(/^(a|lost: its worker ended with status 3)$/);
  expect(outcomes[2]).toBe('b');
});

test('a job that needs more memory than a worker may have is done again without the limit', async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (megabytes) => {
      const held = Array.from({ length: megabytes }, (_, row) => Array.from({ length: 1 << 17 }, (_, at) => at + row + 0.5));
      parentPort.postMessage({ kind: 'answer', answer: held.length });
    });
    parentPort.postMessage({ kind: 'ready' });
  `;
  const outcomes = await runJobs<number, number>({
    program: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
    workerData: undefined,
    workers: 1,
    heap: 32,
    jobs: [1, 100, 2],
    weightOf: (megabytes) => megabytes,
    onDone: () => {},
  });
  expect(outcomes).toEqual([1, 100, 2].map((answer) => ({ kind: 'answered', answer })));
});

test('workers that cannot start end the run', async () => {
  const cannotStart = runJobs<string, string>({
    program: program("throw new Error('no wasm');"),
    workerData: undefined,
    workers: 2,
    jobs: ['a', 'b'],
    weightOf: () => 1,
    onDone: () => {},
  });
  await expect(cannotStart).rejects.toThrow('no wasm');
});

test('no jobs, no workers', async () => {
  expect((await run([])).outcomes).toEqual([]);
});
