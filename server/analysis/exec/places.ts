import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';
import type { Place } from '../graph/instr.js';
import { epochOf, read } from '../symbolic/store.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { showRegion, type Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';
import { valueTypeOf } from './type-info.js';
import { evaluate } from './values.js';

/** The region a place names on this path. */
export function regionOf(cx: ExecContext, path: Path, place: Place, at: Span): Region {
  let region = rootRegion(cx, path, place, at);
  for (const step of place.steps) {
    region =
      step.kind === 'field'
        ? cx.terms.field(region, step.name)
        : cx.terms.element(region, evaluate(cx, path, step.index, at));
  }
  return region;
}

function rootRegion(cx: ExecContext, path: Path, place: Place, at: Span): Region {
  const { root } = place;
  switch (root.kind) {
    case 'pointee':
      return cx.terms.pointee(evaluate(cx, path, root.pointer, at));
    case 'stack': {
      const local = path.frame.program.graph.locals[root.local];
      const name = local?.name ?? '?';
      if (local?.isStatic === true) return cx.terms.root('global', `${path.frame.program.graph.name}:${name}`, name, local.at);
      return cx.terms.root('stack', `${path.frame.key}${root.local}`, name, local?.at);
    }
    case 'global': {
      const declared = cx.index.globals.get(root.name);
      const isConstant = declared?.isConst === true && declared.type.kind !== 'pointer';
      return cx.terms.root(isConstant ? 'constant' : 'global', root.name, root.name, declared?.at);
    }
  }
}

/** What is in a region: what this path wrote there, else the value it had before anybody looked. */
export function valueIn(cx: ExecContext, path: Path, region: Region, type: CType): Term {
  return read(path.store, region) ?? initialValue(cx, path, region, type);
}

function initialValue(cx: ExecContext, path: Path, region: Region, type: CType): Term {
  const root = rootOf(region);
  const isStable = region.kind === 'field' && root.rootKind === 'pointee' && !cx.writtenFields.has(region.name);
  const epoch = isStable ? 0 : epochOf(path.store, region);
  if (epoch === 0 && cx.memory.get(root)?.zeroed === true) return cx.terms.number(0);
  const value = valueTypeOf(type, cx.index);
  const name = showRegion(region);
  const kind = root.rootKind === 'stack' && epoch === 0 ? 'uninitialized' : 'loaded';
  const symbol = cx.terms.symbol(`loaded:${region.id}@${epoch}`, { ...value, name, kind });
  cx.readFrom.set(symbol, region);
  return symbol;
}
