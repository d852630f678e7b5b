// The importer's side of dma-buf. Another driver exports; one is assumed that shares a DRM buffer.
import { bytes, deviceId, type MachineOp } from '#engine';
import { code } from '../rules/words.js';
import type { Constraints } from '../symbolic/constraints.js';
import { decide } from '../symbolic/solve.js';
import { showTerm, type Term } from '../symbolic/term.js';
import { type ResultOf, resultOf } from './planned-op.js';
import { add, assume, directionOfTerm, type Planner } from './planner.js';
import { argument, type UseStep } from './use-step.js';

const exporter = deviceId('the exporting device');
const sharedBytes = 65536;

type SharedId = ResultOf<'shared'>['id'];

export function planShared(planner: Planner, facts: Constraints, step: UseStep): void {
  const { result } = step;
  if (result !== undefined && isError(planner, facts, result)) return;
  const made = planCall(planner, step);
  if (result !== undefined && made !== undefined) planner.shared.set(result, made);
}

function planCall(planner: Planner, step: UseStep): number | undefined {
  const [object, second] = step.arguments.map(({ term }) => term);
  if (object === undefined) return undefined;
  const { plays } = step;
  const isLocked = !step.name.endsWith('_unlocked');
  const direction = directionOfTerm(planner, undefined, argument(step, 'direction'));
  switch (plays) {
    case 'attach': {
      const device = planner.deviceOf(second);
      const attach = (buffer: SharedId): MachineOp => ({ kind: 'dma-buf-attach', buffer, device, isDynamic: false });
      return onShared(planner, bufferOf(planner, object), `attach ${device}`, attach);
    }
    case 'detach':
      return onShared(planner, second === undefined ? undefined : planner.shared.get(second), plays, (attachment) => {
        return { kind: 'dma-buf-detach', attachment };
      });
    case 'map-attachment':
      return onShared(planner, planner.shared.get(object), `${plays} ${direction} ${isLocked}`, (attachment) => {
        return { kind: 'dma-buf-map', attachment, direction, locked: isLocked };
      });
    case 'unmap-attachment': {
      const mapped = second === undefined ? undefined : planner.shared.get(second);
      const attached = planner.shared.get(object);
      if (mapped === undefined || attached === undefined) return undefined;
      return add(planner, `${plays} ${attached} ${mapped} ${direction} ${isLocked}`, (results) => {
        const attachment = resultOf(results, attached, 'shared')?.id;
        const list = resultOf(results, mapped, 'sg-mapped')?.list;
        if (attachment === undefined || list === undefined) return undefined;
        return { kind: 'dma-buf-unmap', attachment, list, direction, locked: isLocked };
      });
    }
    case 'begin-cpu-access':
    case 'end-cpu-access':
      return onShared(planner, bufferOf(planner, object), `${plays} ${direction}`, (buffer) => {
        return { kind: `dma-buf-${plays}`, buffer, direction };
      });
    case 'map-shared':
    case 'unmap-shared': {
      const kind = plays === 'map-shared' ? 'dma-buf-vmap' : 'dma-buf-vunmap';
      return onShared(planner, bufferOf(planner, object), `${plays} ${isLocked}`, (buffer) => {
        return { kind, buffer, locked: isLocked };
      });
    }
    default:
      return undefined;
  }
}

/** An op on what an earlier op gave an id. */
function onShared(
  planner: Planner,
  made: number | undefined,
  what: string,
  make: (id: SharedId) => MachineOp,
): number | undefined {
  if (made === undefined) return undefined;
  return add(planner, `${what} of ${made}`, (results) => {
    const id = resultOf(results, made, 'shared')?.id;
    return id === undefined ? undefined : make(id);
  });
}

/** A buffer this path was given: exported before its first use here. */
function bufferOf(planner: Planner, buffer: Term): number {
  const known = planner.shared.get(buffer);
  if (known !== undefined) return known;
  assume(planner, undefined, `${code(showTerm(buffer))} is a DRM buffer of ${sharedBytes} bytes`);
  const size = bytes(sharedBytes);
  const made = add(planner, `create ${sharedBytes}`, () => ({
    kind: 'gem-create',
    device: exporter,
    size,
    isNoncoherent: false,
  }));
  const file = add(planner, `export ${made}`, (results) => {
    const gem = resultOf(results, made, 'shared')?.id;
    return gem === undefined ? undefined : { kind: 'gem-export', gem };
  });
  const got = add(planner, `get ${file}`, (results) => {
    const fd = resultOf(results, file, 'file')?.fd;
    return fd === undefined ? undefined : { kind: 'dma-buf-get', fd };
  });
  planner.shared.set(buffer, got);
  return got;
}

function isError({ facts: { terms } }: Planner, facts: Constraints, result: Term): boolean {
  const flag = { name: 'IS_ERR', bits: 1, signed: false, isPointer: false } as const;
  return decide(terms, facts, terms.apply('is-err', [result], flag)) === 'yes';
}
