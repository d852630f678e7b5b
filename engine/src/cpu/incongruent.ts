import { designatedVa } from '../cache/snoop.js';
import { mappedParts } from '../contract/records.js';
import { aliasedAddress, aliasIndex, hasAliases } from '../memory/alias-index.js';
import { isCacheable } from '../memory/memory-types.js';
import { physAddr } from '../address/spaces.js';
import { raise, type Transition } from '../ops/transition.js';
import type { AccessRun } from './translate.js';

/**
 * A cached access through an address whose lines the device does not snoop: its mapping is coherent
 * with the lines of one virtual index. Linux arch/parisc/include/asm/shmparam.h (6.12), SHM_COLOUR:
 * addresses share them if they are equal modulo 4 MiB.
 */
export function reportIncongruent(now: Transition, run: AccessRun): void {
  const { state } = now;
  const { platform } = state;
  if (!hasAliases(platform) || !isCacheable(run.type)) return;
  const used = aliasIndex(platform, run.va, run.start);
  for (const { record, start, end } of mappedParts(state, run.start, run.start + run.length)) {
    const pa = physAddr(start);
    const designated = designatedVa(state, pa);
    const snoops = state.devices.get(record.device)?.snoops ?? platform.devicesSnoop;
    if (!snoops || aliasIndex(platform, designated, pa) === used) continue;
    raise(now, {
      id: 'COHERENCE_INDEX_INCONGRUENT',
      bytes: { start: pa, length: end - start },
      record,
      designated: aliasedAddress(platform, designated),
      used: aliasedAddress(platform, run.va),
    });
  }
}
