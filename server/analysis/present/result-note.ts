import { hexAddress, type OpResult } from '#engine';
import type { PlayedOp } from '../replay/machine.js';

/** What a call gave back, where the machine's events do not tell: a failure that the path knows nothing of, a count. */
export function resultNote({ op, result }: PlayedOp): string | undefined {
  return op.fails || result === undefined ? undefined : inWords(result);
}

function inWords(result: OpResult): string | undefined {
  switch (result.kind) {
    case 'code':
      return result.code === 0 ? undefined : `On this machine the call returns ${errorName(result.code)}.`;
    case 'out-of-memory':
      return 'On this machine the call returns NULL.';
    case 'map-failed':
      return 'On this machine the mapping fails.';
    case 'sg-mapped':
      return `The list has ${count(result.nents, 'segment')} for the device.`;
    case 'kernel-mapped':
      return `The kernel has it at ${hexAddress(result.va)}.`;
    case 'sg-table':
      return `The table has ${count(result.entries.length, 'entry', 'entries')}.`;
    default:
      return undefined;
  }
}

const count = (many: number, one: string, more = `${one}s`): string => `${many} ${many === 1 ? one : more}`;

/** Linux include/uapi/asm-generic/errno-base.h and errno.h (6.12): what calls of the DMA API return. */
const errorNames: Readonly<Record<number, string>> = {
  [-5]: '-EIO',
  [-6]: '-ENXIO',
  [-12]: '-ENOMEM',
  [-14]: '-EFAULT',
  [-16]: '-EBUSY',
  [-19]: '-ENODEV',
  [-22]: '-EINVAL',
};

const errorName = (code: number): string => errorNames[code] ?? String(code);
