import type { CType } from '../index/c-type.js';
import { epochOf, read } from '../symbolic/store.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { showRegion, type Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';
import { type ValueType, valueTypeOf } from './type-info.js';

/** What is in a region: what this path wrote there, else the value it had before anybody looked. */
export function valueIn(cx: ExecContext, path: Path, region: Region, type: CType): Term {
  return valueFrom(cx, path, region, () => valueTypeOf(type, cx.index));
}

/** The same where no type is written that says what to make of the place. */
export function valueFrom(cx: ExecContext, path: Path, region: Region, typeOf: () => ValueType): Term {
  return read(path.store, region) ?? cx.madeWith.get(region) ?? initialValue(cx, path, region, typeOf);
}

function initialValue(cx: ExecContext, path: Path, region: Region, typeOf: () => ValueType): Term {
  const root = rootOf(region);
  const isKept = region.kind === 'field' && root.rootKind === 'pointee' && !cx.writtenFields.has(region.name);
  const isStable = isKept && !isListLink(region);
  const now = epochOf(path.store, region);
  // What fills it once and leads nowhere near the API is not followed, and fills it all the same.
  if (now === 0 && cx.memory.get(root)?.zeroed === true) return cx.terms.number(0);
  const epoch = isStable ? 0 : now;
  const symbol = cx.terms.loaded(region, epoch, () => {
    const kind = root.rootKind === 'stack' && epoch === 0 ? 'uninitialized' : 'loaded';
    return { ...typeOf(), name: showRegion(region), kind };
  });
  if (!cx.readFrom.has(symbol)) cx.readFrom.set(symbol, region);
  return symbol;
}

/** `queue.next` of a driver object: the list functions write it, under no name of the driver's. */
function isListLink(region: Region): boolean {
  return (
    region.kind === 'field' && (region.name === 'next' || region.name === 'prev') && region.parent.kind === 'field'
  );
}
