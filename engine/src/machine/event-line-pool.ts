import { hexAddress } from '../address/spaces.js';
import type { PoolEvent } from '../ops/event-pool.js';
import { type EventLine, printLeak } from './event-text.js';

export function describePool(event: PoolEvent): EventLine {
  switch (event.id) {
    case 'POOL_CORRUPTION': {
      const { seen } = event;
      const how =
        seen.at === 'allocation'
          ? `${seen.gone} overwritten at ${seen.writtenAt}`
          : `${seen.access} by ${seen.by}, free since ${seen.freedAt ?? 'ever'}`;
      return { subject: event.name, details: `${hexAddress(event.block)}, ${how}` };
    }
    case 'POOL_BUSY':
      return { subject: event.name, details: `${event.blocks} blocks` };
    case 'POOL_WRONG_FREE': {
      const refused = event.isRefused ? ', refused' : '';
      const at = `${hexAddress(event.block)} / ${hexAddress(event.address)}`;
      return { subject: event.name, details: `${at}, ${event.because}${refused}` };
    }
    case 'LEAK_POOL':
      return { subject: event.name, details: `${event.blocks} blocks, ${printLeak(event.createdAt, event.exit)}` };
  }
}
