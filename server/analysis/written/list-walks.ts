import type { Operand } from '../graph/instr.js';
import type { Flow, Position, Source } from './flow.js';

/** One place where a walk along a list may have begun. */
export interface WalkStart {
  readonly source: Source;
  /** The name of what is there, where it has one. */
  readonly key: string | undefined;
}

/** Where the entry a value is may have been reached from, by `sg_next()` and by numbers. */
export function walkStarts(flow: Flow, entry: Operand, position: Position): readonly WalkStart[] {
  const starts: WalkStart[] = [];
  const seen = new Set<unknown>();
  const follow = (operand: Operand, from: Position): void => {
    for (const source of flow.sourcesOf(operand, from, 'copies')) {
      const before = stepFrom(source);
      if (before === undefined) starts.push({ source, key: keyOf(flow, source) });
      else if (!seen.has(before.operand)) {
        seen.add(before.operand);
        follow(before.operand, before.position);
      }
    }
  };
  follow(entry, position);
  return starts;
}

/** The one list that an entry belongs to, by the name it has in the function. */
export function listOfEntry(flow: Flow, entry: Operand, position: Position): string | undefined {
  const keys = new Set(walkStarts(flow, entry, position).map(({ key }) => key));
  const [only, ...others] = keys;
  return others.length > 0 ? undefined : only;
}

/** The entry that an entry was computed from. */
function stepFrom(source: Source): { readonly operand: Operand; readonly position: Position } | undefined {
  switch (source.kind) {
    case 'call': {
      const [list] = source.instr.arguments;
      return source.name === 'sg_next' && list !== undefined ? { operand: list, position: source.position } : undefined;
    }
    case 'element':
      return { operand: source.pointer, position: source.position };
    case 'address': {
      const { root, steps } = source.place;
      const isElement = root.kind === 'pointee' && steps.every(({ kind }) => kind === 'element');
      return isElement ? { operand: root.pointer, position: source.position } : undefined;
    }
    case 'other': {
      const { first, position } = source;
      return first === undefined || position === undefined ? undefined : { operand: first, position };
    }
    default:
      return undefined;
  }
}

function keyOf(flow: Flow, source: Source): string | undefined {
  switch (source.kind) {
    case 'load':
      return flow.keyOfPlace(source.place, source.position);
    case 'address': {
      const place = flow.keyOfPlace(source.place, source.position);
      return place === undefined ? undefined : `&${place}`;
    }
    case 'parameter':
      return `${flow.localOf(source.local)?.name ?? ''}#${source.local}`;
    default:
      return undefined;
  }
}
