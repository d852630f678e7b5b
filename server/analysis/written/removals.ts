import type { WrittenFile } from './file.js';
import type { Flow } from './flow.js';
import { certainRelease, entry, type Releases, type TracedRelease } from './releases.js';

/** What the kernel calls when a device goes that the driver got to work. */
const removing = /^ops-table \.(?:remove|remove_new|disconnect)(?: |$)/;

/** What it calls as long as the driver has the device, whatever came of the calls before. */
const atWork =
  /^ops-table \.(?:ndo_\w+|open|start|startup|start_streaming|enable|hw_params|set_ringparam|(?:runtime_)?resume\w*|restore)(?: |$)/;

/** What a driver releases when its device goes, whatever has become of it until then. */
export class Removals {
  readonly #file: WrittenFile;
  readonly #releases: Releases;
  #found: readonly TracedRelease[] | undefined;

  constructor(file: WrittenFile, releases: Releases) {
    this.#file = file;
    this.#releases = releases;
  }

  /** The release of a field that a function left as it was when it went on after a failure. */
  ofLeft({ field, how, traced }: TracedRelease): TracedRelease | undefined {
    this.#found ??= [...this.#all()];
    const path = pathOf(traced.key);
    return this.#found.find((it) => it.field === field && it.how === how && isSamePath(pathOf(it.traced.key), path));
  }

  /** Whether the device stays with the driver when this function fails. */
  isAskedAtWork(flow: Flow): boolean {
    return this.#file.index.registrations.some(
      ({ functionName, how }) => functionName === flow.graph.name && atWork.test(how),
    );
  }

  *#all(): Generator<TracedRelease> {
    const { registrations } = this.#file.index;
    const removers = new Set(registrations.flatMap((it) => (removing.test(it.how) ? it.functionName : [])));
    for (const flow of this.#file.functions) {
      if (!removers.has(flow.graph.name)) continue;
      const releases = this.#releases.tracedIn(flow);
      for (const release of releases) {
        const same = releases.filter(({ how, traced }) => how === release.how && traced.key === release.traced.key);
        if (certainRelease(this.#file, flow, entry, same) === release) yield release;
      }
    }
  }
}

/** The fields on the way, whatever the object is called that they begin at. */
const pathOf = (key: string): string => key.replace(/^.*#\d+/, '');

const isSamePath = (one: string, other: string): boolean => one.endsWith(other) || other.endsWith(one);
