import type { Span } from '../base/span.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';

/** A place in a function after which memory for the device is gone: it frees or unmaps it, or calls what does. */
export interface ReleaseSite {
  readonly position: Position;
  readonly at: Span;
  /** The function that is called there. */
  readonly name: string;
  /** The field that had the memory: its CPU address where it is freed, the DMA address where it is unmapped. */
  readonly field: string;
  readonly isFreed: boolean;
}

/** What the functions of a file release, with those they call. */
export class ReleasedFields {
  readonly #file: WrittenFile;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #known = new Map<string, readonly ReleaseSite[]>();

  constructor(file: WrittenFile) {
    this.#file = file;
    this.#flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  }

  /** Every site once for each field. A function that makes such things as well only exchanges them. */
  sitesIn(flow: Flow): readonly ReleaseSite[] {
    const { name } = flow.graph;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // A function that calls itself adds nothing the second time.
    this.#known.set(name, []);
    const sites = [...this.#own(flow), ...this.#called(flow)];
    this.#known.set(name, sites);
    return sites;
  }

  *#own(flow: Flow): Generator<ReleaseSite> {
    for (const call of apiCalls(this.#file, flow)) {
      const isFreed = call.row.does === 'free';
      if (!isFreed && call.row.does !== 'unmap') continue;
      const operand = isFreed ? argumentIn(call, 'cpu-address', 'page') : argumentIn(call, 'dma-address');
      for (const source of operand === undefined ? [] : flow.sourcesOf(operand, call.position, 'copies')) {
        const field = source.kind === 'load' ? fieldIdOf(source.place, this.#file.index) : undefined;
        if (field === undefined) continue;
        yield { position: call.position, at: call.instr.calleeAt, name: call.name, field, isFreed };
      }
    }
  }

  *#called(flow: Flow): Generator<ReleaseSite> {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const callee = this.#flows.get(name);
      if (callee === undefined || this.#makes(callee)) continue;
      const fields = new Map(this.sitesIn(callee).map((it) => [it.field, it]));
      for (const [field, { isFreed }] of fields) yield { position, at: instr.calleeAt, name, field, isFreed };
    }
  }

  #makes(flow: Flow): boolean {
    return [...flow.calls].some((name) => {
      const does = this.#file.apiByName(name)?.does;
      const callee = does === undefined ? this.#flows.get(name) : undefined;
      return does === 'map' || does === 'allocate' || [...(callee?.calls ?? [])].some((it) => this.#isMaker(it));
    });
  }

  #isMaker(name: string): boolean {
    const does = this.#file.apiByName(name)?.does;
    return does === 'map' || does === 'allocate';
  }
}
