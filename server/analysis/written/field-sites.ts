import type { Span } from '../base/span.js';
import type { BlockId, Operand } from '../graph/instr.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { apiCalls, argumentIn, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, sitesOf } from './flow.js';

/** Where a function makes or releases what a field keeps, or calls what does. */
export interface FieldSite {
  /** `ring.dma[]`: the DMA address or the memory. */
  readonly field: string;
  readonly block: BlockId;
  readonly at: Span;
  readonly name: string;
}

/** What the functions of a file make and keep in fields, and what they release from there, with those they call. */
export class FieldSites {
  readonly #file: WrittenFile;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #made = new Map<Flow, readonly FieldSite[]>();
  readonly #mapped = new Map<string, ReadonlySet<number>>();
  readonly #released = new Map<Flow, readonly FieldSite[]>();

  constructor(file: WrittenFile) {
    this.#file = file;
    this.#flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  }

  madeIn = (flow: Flow): readonly FieldSite[] => this.#sites(flow, this.#made, this.#ownMade);
  releasedIn = (flow: Flow): readonly FieldSite[] => this.#sites(flow, this.#released, this.#ownReleased);

  /** The parameters of a function whose objects it maps, or keeps in what it maps. */
  mapsFor(name: string): ReadonlySet<number> {
    const flow = this.#flows.get(name);
    const known = this.#mapped.get(name);
    if (flow === undefined || known !== undefined) return known ?? new Set();
    const found = new Set<number>();
    this.#mapped.set(name, found);
    for (const call of apiCalls(this.#file, flow)) {
      if (call.row.does !== 'map' && call.row.does !== 'allocate') continue;
      for (const key of this.#keysMadeBy(call)) {
        for (const { id } of flow.graph.locals.slice(0, flow.graph.parameterCount)) {
          if (key.startsWith(`*${flow.localOf(id)?.name ?? ''}#${id}.`)) found.add(id);
        }
      }
    }
    return found;
  }

  /** The places that say which mapping a call made: where its result is kept, and the list it maps. */
  #keysMadeBy(call: WrittenCall): readonly string[] {
    const { flow, instr, position } = call;
    const list = argumentIn(call, 'scatterlist', 'sg-table');
    const given = list === undefined ? undefined : flow.keyOf(list, position);
    const kept = sitesOf(flow.graph).flatMap((it) => {
      if (it.instr.kind !== 'store') return [];
      const sources = flow.sourcesOf(it.instr.value, it.position, 'copies');
      const isResult = sources.some((source) => source.kind === 'call' && source.instr === instr);
      return isResult ? (flow.keyOfPlace(it.instr.place, it.position) ?? []) : [];
    });
    return [...kept, ...(given === undefined ? [] : [given.replace(/^&/, '')])];
  }

  #sites(flow: Flow, known: Map<Flow, readonly FieldSite[]>, own: (flow: Flow) => Iterable<FieldSite>) {
    const before = known.get(flow);
    if (before !== undefined) return before;
    // A function that calls itself adds nothing the second time.
    known.set(flow, []);
    const sites = [...own(flow)];
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const callee = this.#flows.get(name);
      const fields = new Set(callee === undefined ? [] : this.#sites(callee, known, own).map(({ field }) => field));
      for (const field of fields) sites.push({ field, block: position.block, at: instr.calleeAt, name });
    }
    known.set(flow, sites);
    return sites;
  }

  #ownMade = (flow: Flow): readonly FieldSite[] => {
    const calls = apiCalls(this.#file, flow).filter(isMaking);
    if (calls.length === 0) return [];
    const stores = sitesOf(flow.graph).flatMap(({ instr, position }) => {
      if (instr.kind !== 'store') return [];
      const field = fieldIdOf(instr.place, this.#file.index);
      return field === undefined ? [] : [{ field, sources: flow.sourcesOf(instr.value, position, 'copies') }];
    });
    return calls.flatMap((call) => {
      const fields = stores.filter(({ sources }) =>
        sources.some((source) => source.kind === 'call' && source.instr === call.instr),
      );
      const out = argumentIn(call, 'dma-address-out');
      const place = out === undefined ? undefined : placeBehind(flow, out, call.position);
      const second = place === undefined ? undefined : fieldIdOf(place, this.#file.index);
      const all = new Set([...fields.map(({ field }) => field), ...(second === undefined ? [] : [second])]);
      return [...all].map((field) => siteOf(call, field));
    });
  };

  #ownReleased = (flow: Flow): readonly FieldSite[] =>
    apiCalls(this.#file, flow).flatMap((call) => {
      if (call.row.does !== 'unmap' && call.row.does !== 'free') return [];
      const given = [argumentIn(call, 'dma-address'), argumentIn(call, 'cpu-address', 'page')];
      return given.flatMap((operand) => this.#fieldsOf(call, operand)).map((field) => siteOf(call, field));
    });

  #fieldsOf({ flow, position }: WrittenCall, operand: Operand | undefined): readonly string[] {
    if (operand === undefined) return [];
    return flow.sourcesOf(operand, position, 'copies').flatMap((source) => {
      const field = source.kind === 'load' ? fieldIdOf(source.place, this.#file.index) : undefined;
      return field ?? [];
    });
  }
}

const isMaking = ({ row }: WrittenCall): boolean =>
  (row.does === 'map' && row.returns === 'dma-address') || row.does === 'allocate';

const siteOf = ({ instr, name, position }: WrittenCall, field: string): FieldSite => ({
  field,
  block: position.block,
  at: instr.calleeAt,
  name,
});
