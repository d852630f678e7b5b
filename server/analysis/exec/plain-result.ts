// What a function of the table that neither maps nor allocates gives back.
import type { PlainFunction } from '../api/api-function.js';
import type { ApiCall } from '../contract/world.js';
import { maxErrno } from '../symbolic/interval.js';
import { entriesUnder, epochOf } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { Call } from './call.js';
import { pointedRoot, resultSymbol, type ResultRange } from './call-unknown.js';
import type { ExecContext } from './context.js';
import { knownDriverData } from './driver-data.js';
import { listedAt } from './listed.js';
import { addressOfPage, pageOf, pageOfFrame } from './pages.js';
import type { Path } from './path.js';
import { noteConversion } from './physical.js';
import { valueIn } from './places.js';

export type PlainCall = ApiCall & { readonly row: PlainFunction };

/** The result of a call, in terms of its arguments where it is one of them or follows from them. */
export function resultOf(cx: ExecContext, path: Path, call: Call, api: PlainCall): Term {
  const { row } = api;
  const [first] = api.arguments;
  const flag = { name: row.name, bits: 1, signed: false, isPointer: false } as const;
  if (first !== undefined) {
    switch (row.effect) {
      case 'same-value':
        return first.term;
      case 'container':
        return containerOf(cx, path, call, api);
      case 'upper-half':
        return cx.terms.binary('>>', first.term, cx.terms.number(32));
      case 'loads':
        if (pointedRoot(cx, first.term) === undefined) return freshResult(cx, path, call, api);
        return valueIn(cx, path, cx.terms.pointee(first.term), { kind: 'named', name: 'u64' });
      case 'tests-error-pointer':
        if (wasWrittenThrough(cx, path, first.term)) return cx.terms.number(0);
        return cx.terms.apply('is-err', [first.term], flag);
      case 'tests-error-or-null':
        return cx.terms.apply('is-err-or-null', [first.term], flag);
      case 'error-or-zero':
        if (wasWrittenThrough(cx, path, first.term)) return cx.terms.number(0);
        return cx.terms.apply('error-or-zero', [first.term], errorOrZero);
      case 'to-page':
        return pageOf(cx, first.term);
      case 'from-page':
        return addressOfPage(cx, first.term);
      case 'frame-to-page':
        return pageOfFrame(cx, first.term);
      case 'listed-page': {
        const listed = listedAt(cx, path, api);
        return listed === undefined ? pureResult(cx, path, call, api) : pageOf(cx, listed);
      }
      case 'to-physical':
        return noteConversion(cx, path, call, api, listedAt(cx, path, api) ?? first.term);
      default:
        break;
    }
  }
  if (row.field !== undefined && first !== undefined) return fieldOf(cx, path, first.term, row.field);
  const driverData = knownDriverData(cx, path, api);
  if (driverData !== undefined) return driverData;
  if (row.returns === 'same') return api.arguments[row.returnsArgument ?? 0]?.term ?? cx.terms.number(0);
  return row.pure === true ? pureResult(cx, path, call, api) : freshResult(cx, path, call, api);
}

/** Nobody writes through an error code: a pointer this path stored through is none. */
function wasWrittenThrough(cx: ExecContext, path: Path, pointer: Term): boolean {
  const root = pointedRoot(cx, pointer);
  return root !== undefined && entriesUnder(path.store, root).length > 0;
}

// Linux include/linux/err.h (6.12).
const errorOrZero = {
  name: 'PTR_ERR_OR_ZERO',
  bits: 32,
  signed: true,
  isPointer: false,
  minimum: -maxErrno,
  maximum: 0,
} as const;

/** Back over the member where the path knows what is around it; else one object for each pointer, type and member. */
function containerOf(cx: ExecContext, path: Path, call: Call, api: PlainCall): Term {
  const [pointer, , member] = api.arguments.map((argument) => argument.term);
  const names = member?.kind === 'string' ? member.text.split('.').reverse() : [];
  let region = pointer?.kind === 'pointer' ? pointer.region : undefined;
  for (const name of names) region = region?.kind === 'field' && region.name === name ? region.parent : undefined;
  if (region !== undefined && names.length > 0) return cx.terms.addressOf(region);
  const result = resultSymbol(cx, path, call, api.row.name, { isPointer: true, minimum: 1 });
  const key = `container:${api.arguments.map(({ term }) => term.id).join(',')}`;
  if (result.kind !== 'symbol') return result;
  const object = cx.terms.symbol(key, result.info);
  if (pointer !== undefined) cx.memberOf.set(object, pointer);
  return object;
}

function fieldOf(cx: ExecContext, path: Path, object: Term, name: string): Term {
  const type = { kind: 'named', name: name === 'dma_address' ? 'dma_addr_t' : 'u32' } as const;
  return valueIn(cx, path, cx.terms.field(cx.terms.pointee(object), name), type);
}

/**
 * The same arguments over the same memory: the epochs of what they point to are part of the question, unless it is
 * where a part of an object lies (`netdev_priv()`), which does not change with what is in it.
 */
function pureResult(cx: ExecContext, path: Path, call: Call, api: PlainCall): Term {
  const values = api.arguments.map((argument) => argument.term);
  const isPlace = api.row.returns === 'pointer';
  const epochs = api.arguments.map(({ role, term }) => {
    const root = isPlace && role === 'ignored' ? undefined : pointedRoot(cx, term);
    return root === undefined ? 0 : epochOf(path.store, root);
  });
  const suffix = epochs.some((epoch) => epoch !== 0) ? `@${epochs.join(',')}` : '';
  const contents = api.arguments.map(({ role, term }) => (role === 'cpu-read' ? contentOf(cx, path, term) : ''));
  const key = `pure:${api.row.name}(${values.map((value) => value.id).join(',')})${suffix}${contents.join('')}`;
  const typed = resultSymbol(cx, path, call, api.row.name, {});
  const info = typed.kind === 'symbol' ? typed.info : ({ bits: 64, signed: true, isPointer: false } as const);
  return cx.terms.symbol(key, { ...info, ...rangeOf(api.row), name: `${api.row.name}()` });
}

/** What the path knows of the memory an argument points to: written by its name, or forgotten, since another moment. */
function contentOf(cx: ExecContext, path: Path, pointer: Term): string {
  if (pointedRoot(cx, pointer) === undefined) return '';
  const region = cx.terms.pointee(pointer);
  const known = entriesUnder(path.store, region).map(([place, value]) => `${place.id}:${value.id}`);
  return `#${epochOf(path.store, region)}${known.length === 0 ? '' : `=${known.join(',')}`}`;
}

function freshResult(cx: ExecContext, path: Path, call: Call, api: PlainCall): Term {
  return resultSymbol(cx, path, call, api.row.name, rangeOf(api.row));
}

function rangeOf(row: PlainFunction): Partial<ResultRange> {
  if (row.atMost !== undefined) return { minimum: 0, maximum: row.atMost };
  switch (row.returns) {
    case 'zero-or-negative':
      return { minimum: -maxErrno, maximum: 0 };
    case 'boolean':
      return { minimum: 0, maximum: 1 };
    case 'pointer':
      return { isPointer: true, minimum: 1 };
    case 'pointer-or-null':
    case 'error-pointer':
    case 'pointer-or-error':
      return { isPointer: true };
    default:
      return {};
  }
}
