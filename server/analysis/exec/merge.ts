import { type ContractEntry, isLive } from '../contract/entry.js';
import type { Digest } from '../symbolic/digest.js';
import { range } from '../symbolic/solve.js';
import type { ExecContext } from './context.js';
import { joinPaths } from './join-paths.js';
import { type Frame, type Path, pathWith } from './path.js';
import { contractDigest, stateDigest } from './path-key.js';
import type { Position } from './position.js';

/** How much one place may hold. The more paths wait elsewhere, the less: precision yields before the budget does. */
interface Limits {
  /**
   * Paths with the same contract. Below it paths keep what tells them apart, so that a condition tested twice has one
   * outcome; above it they are joined, and only what DMA depends on stays apart.
   */
  readonly alike: number;
  /** The same inside a callee that leads to no call of the API: what it does is beside the point. */
  readonly aside: number;
  /** Different contracts. Above it entries are forgotten, those first of which least can still be said. */
  readonly contracts: number;
}

function limitsUnder(waiting: number): Limits {
  if (waiting < 40) return { alike: 6, aside: 4, contracts: 12 };
  if (waiting < 120) return { alike: 3, aside: 1, contracts: 8 };
  return { alike: 1, aside: 1, contracts: 4 };
}

/** Paths that met at one place: equal ones become one, and too many alike are joined. */
export function mergePaths(
  cx: ExecContext,
  paths: readonly Path[],
  position: Position,
  waiting: number,
): readonly Path[] {
  if (paths.length <= 1) return paths;
  const limits = limitsUnder(waiting);
  let groups = byContract(paths);
  let shorter = paths;
  for (const { isForgotten, above } of forgottenFirst) {
    if (groups.size <= above * limits.contracts) break;
    shorter = shorter.map((path) => withoutEntries(path, isForgotten));
    groups = byContract(shorter);
  }
  return [...groups.values()].flatMap((contract) => {
    const group = limits.aside < contract.length ? joinAside(cx, contract, position) : contract;
    if (group.length <= limits.alike) return group;
    return [...groupBy(group, (path) => outcomeOf(cx, path)).values()].map((alike) => joinPaths(cx, alike, position));
  });
}

/**
 * In a function that leads to no call of the API no path maps, tests or releases anything: those that one path became
 * there are joined wherever they meet. What it returns is kept apart by the places where it returns.
 */
function joinAside(cx: ExecContext, group: readonly Path[], position: Position): readonly Path[] {
  const [first] = group;
  if (group.length === 1 || first === undefined || enteredAside(cx, first.frame) === undefined) return group;
  const byEntry = new Map<Frame | undefined, Path[]>();
  for (const path of group) {
    const entered = enteredAside(cx, path.frame);
    const others = byEntry.get(entered);
    if (others === undefined) byEntry.set(entered, [path]);
    else others.push(path);
  }
  return [...byEntry.values()].map((paths) => joinPaths(cx, paths, position));
}

/** The frame from which a path went aside: every path that comes of one has the same. */
function enteredAside(cx: ExecContext, frame: Frame): Frame | undefined {
  let entered: Frame | undefined;
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) {
    if (at.caller !== undefined && cx.isAside(at.program.graph.name)) entered = at.caller.frame;
  }
  return entered;
}

/**
 * `goto out` with an error and without: while something is live, a path that is about to return an error stays apart
 * from one that is not.
 */
function outcomeOf(cx: ExecContext, { contract, facts, frame }: Path): string {
  if (!contract.some((entry) => entry.madeHere && !entry.escaped && isLive(entry))) return '';
  let outcome = '';
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) {
    outcome += '/';
    for (const local of at.program.returned) {
      const value = at.locals.get(local);
      if (value === undefined) continue;
      const { minimum, maximum } = range(cx.terms, facts, value);
      outcome += `${local}${maximum < 0 ? 'failed' : minimum === 0 && maximum === 0 ? 'zero' : ''}`;
    }
  }
  return outcome;
}

interface Forgetting {
  readonly isForgotten: (entry: ContractEntry) => boolean;
  /** How many times as many contracts as may stay there must be. */
  readonly above: number;
}

const isReleased = (entry: ContractEntry): boolean => entry.state === 'released';

/**
 * Too many ways lead here. Releases of what another function mapped go first, then every release: a second one after so
 * many ways is no longer seen. Then what a loop made and somebody else can reach by now, which no leak is claimed of; it
 * is what tells the paths of a loop apart that fills a ring. Then what failed, and all that others can reach. A loop
 * that makes several things behind conditions has too many ways even so, and is followed to its end without them. These
 * wait for more ways than releases do, because leaks are what is lost with them.
 */
const forgottenFirst: readonly Forgetting[] = [
  { isForgotten: (entry) => isReleased(entry) && !entry.madeHere, above: 1 },
  { isForgotten: isReleased, above: 1 },
  { isForgotten: (entry) => entry.escaped && entry.madeInLoop, above: 4 },
  { isForgotten: (entry) => entry.state === 'failed', above: 4 },
  { isForgotten: (entry) => entry.escaped, above: 4 },
  { isForgotten: (entry) => entry.madeInLoop, above: 4 },
];

function withoutEntries(path: Path, isForgotten: (entry: ContractEntry) => boolean): Path {
  return path.contract.some(isForgotten)
    ? pathWith(path, { contract: path.contract.filter((entry) => !isForgotten(entry)) })
    : path;
}

/** Paths with the same contract; of equal ones the first. */
function byContract(paths: readonly Path[]): ReadonlyMap<Digest, readonly Path[]> {
  const groups = groupBy(paths, contractDigest);
  return new Map([...groups].map(([digest, group]) => [digest, distinct(group)]));
}

/** The first of each set of equal paths, in their order. */
function distinct(group: readonly Path[]): readonly Path[] {
  if (group.length === 1) return group;
  const seen = new Set<Digest>();
  return group.filter((path) => {
    const before = seen.size;
    seen.add(stateDigest(path));
    return before < seen.size;
  });
}

function groupBy<T, Key>(values: readonly T[], keyOf: (value: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
