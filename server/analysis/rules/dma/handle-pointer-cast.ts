import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/types.h (6.12): dma_addr_t has 32 or 64 bits, by the configuration.
export const handlePointerCast: Rule = {
  id: 'dma/handle-pointer-cast',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA address is written through a pointer to another type',
  cwe: 787,
  on: {
    HANDLE_POINTER_CAST({ at, name, type }, report) {
      const message = `${code(name)} writes a ${code('dma_addr_t')} over ${code(type)}`;
      report({ at, message, ...(isWide(type) ? { level: 'warning' } : {}) });
    },
  },
};

// Nothing beside it is destroyed; with 32-bit addresses half of it keeps what was there, on big-endian the lower one.
export const isWide = (type: string): boolean => wide.test(type);

const wide =
  /^(?:[us]64|__[us]64|__[lb]e64|u?int64_t|size_t|phys_addr_t|resource_size_t|uintptr_t|ulong|(?:unsigned )?long(?: long)?|(?:long )?long unsigned(?: int)?)$/;
