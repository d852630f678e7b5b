import type { DebugCheck } from '../ops/event-base.js';

/** What each message of the kernel's checker means, in our words: kernel/dma/debug.c (6.12). The numbers are ours. */
const meanings: Readonly<Record<DebugCheck, string>> = {
  D1: 'the error value of a failed mapping is released',
  D2: 'what is released is not mapped or allocated for this device, or not by this address',
  D3: 'the size of the release is not the size of the mapping',
  D4: 'the release is the counterpart of another function than the one that mapped',
  D5: 'the CPU address of the free is not the one of the allocation',
  D6: 'the number of entries at unmap is not the number given to map',
  D7: 'the direction of the release is not the direction of the mapping',
  D8: 'the handle was never tested with dma_mapping_error()',
  D9: 'no mapping of this device contains what is synced',
  D10: 'the sync reaches past the end of its mapping',
  D11: 'the direction of the sync is not the direction of the mapping',
  D12: 'the CPU syncs memory that the device only reads',
  D13: 'the device is given memory that it only writes',
  D14: 'the number of entries of the sync is not the number given to map',
  D15: 'a scatterlist entry is longer than the device takes in one segment',
  D16: 'a segment crosses a boundary that the device cannot cross',
  D17: 'the pointer does not point into memory the kernel maps linearly',
  D18: 'the pointer points into vmalloc memory',
  D19: 'the memory is on the stack',
  D20: 'the memory is kernel code or constant data',
  D21: 'another mapping starts in the same cache line, and a device writes both',
  D22: 'more mappings start in one cache line than the checker can count',
  D23: 'the driver leaves its device with memory still mapped or allocated',
  D24: 'a resource is recorded although mapping it failed',
};

/** What the kernel's checker says, in a sentence without its period. */
export function meaningOf(check: DebugCheck): string {
  return meanings[check];
}

/** Every number, ascending. */
export const debugChecks: readonly DebugCheck[] = Object.keys(meanings) as DebugCheck[];
