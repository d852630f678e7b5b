import { hexAddress } from '../address/spaces.js';
import { type LoggedEvent, printEventLog } from '../machine/event-log.js';
import { printRange } from '../machine/event-text.js';
import type { Names } from '../machine/names.js';
import type { Frame } from '../machine/play.js';
import type { OpResult } from '../ops/step-result.js';
import type { MapId, SharedId } from '../state/ids.js';

/** Every event of every step, and the results that are worth a line. */
export function printLog(frames: readonly Frame[], made: ReadonlyMap<string, number>): readonly string[] {
  const labels = new Map<MapId | SharedId, string>();
  for (const [name, index] of made) {
    const id = idOf(frames[index]?.result);
    if (id !== undefined) labels.set(id, name);
  }
  const nameOf = (id: MapId | SharedId): string => labels.get(id) ?? `#${id}`;
  const names: Names = { mapping: nameOf, shared: nameOf, step: (step) => `step ${step}` };
  const logged = frames.flatMap(({ state, events }): LoggedEvent[] =>
    events.map((event) => ({ step: state.step, event })),
  );
  const lines = [...printEventLog(logged, names)];
  return frames.flatMap((frame) => [...lines.splice(0, frame.events.length), ...resultLine(frame)]);
}

function idOf(result: OpResult | undefined): MapId | SharedId | undefined {
  if (result?.kind === 'shared') return result.id;
  if (result?.kind === 'mapped') return result.mapping;
  if (result?.kind === 'sg-mapped') return result.list;
  return result?.kind === 'allocated' ? result.allocation : undefined;
}

function resultLine({ state, result }: Frame): readonly string[] {
  const shown = printResult(result);
  return shown === '' ? [] : [`${state.step}  = ${shown}`];
}

/** What the driver got back, where an event does not say it already. */
function printResult(result: OpResult): string {
  switch (result.kind) {
    case 'code':
      return result.code === 0 ? '' : `${result.code}`;
    case 'map-failed':
    case 'out-of-memory':
      return result.kind;
    case 'bytes':
      return `${result.bytes} bytes`;
    case 'physical':
      return result.address === undefined ? 'no address' : hexAddress(result.address);
    case 'error-flag':
      return result.failed ? 'failed' : 'ok';
    case 'limit':
      return result.value === Infinity ? 'SIZE_MAX' : `${result.value}`;
    case 'sg-mapped':
      return `${result.nents}`;
    case 'user-mapped':
      return '0';
    case 'kernel-mapped':
      return hexAddress(result.va);
    case 'file':
      return `fd ${result.fd}`;
    case 'memory-type':
      return result.type;
    case 'pool-block':
      return `${hexAddress(result.cpuAddress)} / ${hexAddress(result.address)}`;
    case 'sg-table':
      return result.entries.map(printRange).join(' ');
    case 'nothing':
    case 'mm':
    case 'shared':
    case 'pool':
    case 'buffer':
    case 'domain':
    case 'mapped':
    case 'allocated':
      return '';
  }
}
