import type { ContractEvent } from '../contract/event.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { atomOf, type PlainValue } from './plain-value.js';
import type { FieldRecord } from './record.js';

export interface UnsetDirection {
  readonly event: ContractEvent;
  readonly functionName: string;
}

/**
 * Directions that are read from a field nothing ever stores to, where a function that is given the object, or makes it,
 * is told a direction and forgets it: the field stays 0, which is DMA_BIDIRECTIONAL.
 */
export function unsetDirections(record: FieldRecord, index: FileIndex): readonly UnsetDirection[] {
  const found: UnsetDirection[] = [];
  for (const key of directionFields(record)) {
    const [tag, name] = key.split('.');
    if (tag === undefined || name === undefined || !isNeverStored(record, index, tag, name)) continue;
    for (const declaration of index.functions.values()) {
      const parameter = forgottenDirection(declaration, tag);
      if (parameter === undefined) continue;
      const event = { id: 'DIRECTION_NOT_KEPT', heuristics: [], parameter, field: name, object: tag } as const;
      found.push({ event: { ...event, at: declaration.nameAt }, functionName: declaration.name });
    }
  }
  return found;
}

/** The fields whose value is the direction of a mapping, a release or a sync. */
function directionFields({ fields, uses }: FieldRecord): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (direction: PlainValue | undefined): void => {
    const atom = atomOf(direction);
    if (atom?.kind === 'field' && atom.field !== undefined) keys.add(atom.field);
  };
  for (const { direction } of uses) add(direction);
  for (const { fills } of fields.values()) for (const { direction } of fills) add(direction);
  return keys;
}

function isNeverStored(record: FieldRecord, index: FileIndex, tag: string, name: string): boolean {
  if (!record.ownStructs.has(tag) || record.looseNames.has(name) || record.unreadNames.has(name)) return false;
  const history = record.fields.get(`${tag}.${name}`);
  if (history !== undefined && (history.isOpen || history.fills.length + history.values.length > 0)) return false;
  const declared = index.structs.get(tag)?.fields.find((field) => field.name === name);
  if (declared === undefined || !isDirection(declared.type)) return false;
  // A variable may have an initializer that says it.
  return ![...index.globals.values()].some(({ type }) => tagIn(type) === tag);
}

/** The parameter of this type that the body never names, in a function about such an object. */
function forgottenDirection({ parameters, returns, mentions }: FunctionDeclaration, tag: string): string | undefined {
  const isAbout = [returns, ...parameters.map(({ type }) => type)].some((type) => tagIn(type) === tag);
  if (!isAbout) return undefined;
  return parameters.find(({ name, type }) => name !== undefined && isDirection(type) && !mentions.has(name))?.name;
}

const isDirection = (type: CType): boolean => type.kind === 'enum' && type.tag === 'dma_data_direction';

function tagIn(type: CType): string | undefined {
  if (type.kind === 'pointer') return tagIn(type.to);
  if (type.kind === 'array') return tagIn(type.of);
  return type.kind === 'struct' || type.kind === 'union' ? type.tag : undefined;
}
