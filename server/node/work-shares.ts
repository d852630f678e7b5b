/** Jobs [from, to) that nobody has begun. */
interface Stretch {
  from: number;
  to: number;
}

/**
 * Jobs in an order in which neighbors share what has to be read for them. A worker goes on where it is; one that has
 * nothing left takes the second half of the longest stretch of another.
 */
export class WorkShares {
  /** Of each worker. */
  readonly #stretches: readonly Stretch[];
  /** What all jobs before one weigh together. */
  readonly #weightBefore: readonly number[];

  /** `weights`: of each job, in any unit. */
  constructor(weights: readonly number[], workers: number) {
    let sum = 0;
    this.#weightBefore = [0, ...weights.map((weight) => (sum += weight))];
    this.#stretches = Array.from({ length: workers }, (_, worker) => ({
      from: 0,
      to: worker === 0 ? weights.length : 0,
    }));
  }

  /** The job a worker does next; `undefined` when all are begun. Each is given out once. */
  next(worker: number): number | undefined {
    const own = this.#stretches[worker];
    if (own === undefined) throw new RangeError(`there is no worker ${worker}`);
    if (own.from === own.to) this.#takeHalf(own);
    if (own.from === own.to) return undefined;
    own.from += 1;
    return own.from - 1;
  }

  #takeHalf(own: Stretch): void {
    const longest = this.#stretches.reduce((best, it) => (this.#weight(best) < this.#weight(it) ? it : best));
    if (longest.from === longest.to) return;
    const half = this.#before(longest.from) + this.#weight(longest) / 2;
    let middle = longest.from;
    while (middle < longest.to - 1 && this.#before(middle) < half) middle += 1;
    own.from = middle;
    own.to = longest.to;
    longest.to = middle;
  }

  #weight({ from, to }: Stretch): number {
    return this.#before(to) - this.#before(from);
  }

  #before(job: number): number {
    return this.#weightBefore[job] ?? 0;
  }
}
