import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux drivers/usb/core/hcd.c, usb_hcd_map_urb_for_dma() (6.12): without the flag the core maps the buffer itself, and with
// it takes transfer_dma as it is.
export const coherentUrbFlag: Rule = {
  id: 'usb/coherent-urb-flag',
  category: 'ownership',
  level: 'warning',
  onByDefault: true,
  summary: 'An URB and its buffer disagree on whether the buffer is mapped already',
  cwe: 628,
  on: {
    URB_FLAG({ at, name, problem, allocator }, report) {
      const flag = code('URB_NO_TRANSFER_DMA_MAP');
      const message =
        problem === 'no-flag'
          ? `${code(name)} gets memory from ${code(allocator)}, and nothing sets ${flag}`
          : `${flag} is set for memory from ${code(allocator)}, and nothing sets ${code('transfer_dma')}`;
      report({ at, message, ...(problem === 'no-address' ? { level: 'error' } : {}) });
    },
  },
};
