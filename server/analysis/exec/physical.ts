import type { ApiCall } from '../contract/world.js';
import { isNamed } from '../index/named-types.js';
import { type Term, symbolsOf } from '../symbolic/term.js';
import type { CType } from '../index/c-type.js';
import { type ExecContext, worldOf } from './context.js';
import type { Path } from './path.js';
import type { Call } from './call.js';
import { isOfMadeUpFrame } from './pages.js';

/** What a conversion to a physical address gives: a symbol that remembers where it came from. */
export function noteConversion(cx: ExecContext, path: Path, call: Call, api: ApiCall, source: Term): Term {
  const key = `physical:${api.row.name}:${source.id}:${api.at.start}-${api.at.end}`;
  const physical = cx.terms.symbol(key, {
    name: `${api.row.name}()`,
    bits: 64,
    signed: false,
    isPointer: false,
    ...(isOfMadeUpFrame(source) ? {} : { kind: 'physical' }),
  });
  const target = call.instr.target === undefined ? undefined : path.frame.program.graph.locals[call.instr.target];
  return target === undefined ? physical : typedAs(cx, physical, target.type);
}

/** What a variable or field of this type takes the value for. */
export function typedAs(cx: ExecContext, value: Term, type: CType): Term {
  return isNamed(type, 'dma_addr_t', cx.index) ? asDmaAddress(cx, value) : value;
}

/** A physical address in a variable of type `dma_addr_t` is taken for a DMA address from then on. */
function asDmaAddress(cx: ExecContext, value: Term): Term {
  if (value.kind !== 'symbol' || value.info.kind !== 'physical') return value;
  return cx.terms.symbol(`as-dma:${value.key}`, { ...value.info, kind: 'physical-as-dma' });
}

/** A register or descriptor gets such an address. */
export function noteDmaSink(cx: ExecContext, path: Path, values: readonly Term[], sink: string): void {
  // A function that also maps knows both worlds, as vring_map_one_sg() does: drivers/virtio/virtio_ring.c (6.12).
  if (path.contract.some((entry) => entry.madeHere)) return;
  for (const value of values) {
    for (const symbol of symbolsOf(value)) {
      if (symbol.info.kind !== 'physical-as-dma') continue;
      const convertedAt = spanInKey(symbol.key);
      if (convertedAt === undefined) continue;
      const conversion = symbol.info.name.replace(/\(\)$/, '');
      worldOf(cx, path).raise({ id: 'PHYS_AS_DMA', at: convertedAt, heuristics: [], conversion, convertedAt, sink });
    }
  }
}

function spanInKey(key: string): { readonly start: number; readonly end: number } | undefined {
  const match = /:(\d+)-(\d+)$/.exec(key);
  return match === null ? undefined : { start: Number(match[1]), end: Number(match[2]) };
}
