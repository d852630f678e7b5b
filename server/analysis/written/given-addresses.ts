import type { Instr, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { type Flow, type Position, type Source, sitesOf } from './flow.js';

/**
 * `dpaa2_fd_get_addr(fd)`, soc/fsl/dpaa2-fd.h of 6.12: what a frame says through a function of a header is a field of it, as
 * long as nobody writes to the frame.
 */
const givesAddress = /_get_addr(?:ess)?$/;

/** How the fields are called that only a function of a header reads. */
export const isGiven = (field: string): boolean => field.endsWith('()');

/** The address as a field, with the way to the object that has it. */
export function addressGiven(
  file: WrittenFile,
  flow: Flow,
  { name, instr, position: readAt }: Extract<Source, { kind: 'call' }>,
): { readonly field: string; readonly key: string; readonly readAt: Position } | undefined {
  const [object, ...others] = instr.arguments;
  if (!givesAddress.test(name) || file.apiByName(name) !== undefined || object?.kind !== 'local' || others.length > 0)
    return undefined;
  const owner = tagBehind(file, flow, object);
  const key = flow.keyOf(object, readAt);
  const isKnown = owner !== undefined && key !== undefined;
  return isKnown ? { field: `${owner}.${name}()`, key: `${name}(${key})`, readAt } : undefined;
}

/** Whoever else gets an object that is only known by what functions say of it may make another of it. */
export function mayChange(
  file: WrittenFile,
  flow: Flow,
  instr: Instr,
  owner: string,
  seen: ReadonlySet<Flow> = new Set([flow]),
): boolean {
  if (instr.kind === 'store') return fieldIdOf(instr.place, file.index)?.startsWith(`${owner}.`) === true;
  if (instr.kind !== 'call' || !instr.arguments.some((it) => tagBehind(file, flow, it) === owner)) return false;
  if (instr.callee.kind !== 'name') return true;
  const { name } = instr.callee;
  if (/_get_/.test(name)) return false;
  const callee = file.functions.find(({ graph }) => graph.name === name);
  if (callee === undefined) return true;
  const all = new Set([...seen, callee]);
  return !seen.has(callee) && sitesOf(callee.graph).some((it) => mayChange(file, callee, it.instr, owner, all));
}

function tagBehind(file: WrittenFile, flow: Flow, operand: Operand): string | undefined {
  const type = operand.kind === 'local' ? flow.localOf(operand.local)?.type : undefined;
  const resolved = type === undefined ? undefined : resolveType(type, file.index);
  if (resolved?.kind !== 'pointer') return undefined;
  const to = resolveType(resolved.to, file.index);
  return to.kind === 'struct' || to.kind === 'union' ? to.tag : undefined;
}
