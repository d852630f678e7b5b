import { bytes, type ByteLength } from '../address/spaces.js';
import type { Frame } from '../machine/play.js';
import type { OpResult } from '../ops/step-result.js';
import type { Platform } from '../platforms/platform.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapId } from '../state/ids.js';
import { ScriptProblem } from './problem.js';

/** What a command can refer to: the machine so far, and which frame made what has a name. */
export interface ScriptContext {
  readonly platform: Platform;
  /** The machine before the command. */
  readonly state: MachineState;
  readonly frames: readonly Frame[];
  /** Index of the frame that made what has the name. */
  readonly names: ReadonlyMap<string, number>;
}

type ResultOf<Kind extends OpResult['kind']> = Extract<OpResult, { readonly kind: Kind }>;

/** What the command with that name gave. */
export function resultOf(cx: ScriptContext, name: string): OpResult {
  const frame = cx.frames[cx.names.get(name) ?? -1];
  if (frame === undefined) throw new ScriptProblem(`nothing is called ${name} yet`);
  return frame.result;
}

/** The same, which must be of one kind. */
export function expectResult<Kind extends OpResult['kind']>(
  cx: ScriptContext,
  name: string,
  kind: Kind,
): ResultOf<Kind> {
  const result = resultOf(cx, name);
  if (result.kind !== kind) throw new ScriptProblem(`${name} is ${result.kind}, not ${kind}`);
  return result as ResultOf<Kind>;
}

/** The mapping or allocation a result gave an id. */
export function mapIdOf(result: OpResult, name: string): MapId {
  if (result.kind === 'mapped') return result.mapping;
  if (result.kind === 'sg-mapped') return result.list;
  if (result.kind === 'allocated') return result.allocation;
  throw new ScriptProblem(`${name} is no mapping`);
}

/** A scatterlist and its bytes. */
export function listOf(cx: ScriptContext, name: string): { readonly list: MapId; readonly size: ByteLength } {
  const { list } = expectResult(cx, name, 'sg-mapped');
  return { list, size: bytes(sizeOfMapping(cx, list)) };
}

/** The size a mapping or allocation was made with, also after its release. */
export function sizeOfMapping(cx: ScriptContext, id: MapId): number {
  const newest = cx.frames.findLast((frame) => frame.state.mappings.has(id));
  return newest?.state.mappings.get(id)?.size ?? 0;
}
