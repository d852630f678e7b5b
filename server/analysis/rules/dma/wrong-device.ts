import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/dma/mapping.c (6.12): dma_map_page_attrs() warns and fails for a device without a mask pointer,
// dma_alloc_attrs() warns where there is no coherent mask. The right one for a transfer of a DMA engine is in
// Documentation/driver-api/dmaengine/client.rst.
export const wrongDevice: Rule = {
  id: 'dma/wrong-device',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'Memory is mapped for a device that does not do the DMA',
  cwe: 628,
  on: {
    CLASS_DEVICE({ at, name, device, of, others }, report) {
      const what = of.startsWith('device_create') ? `made by ${code(of)}` : `the device of a ${code(`struct ${of}`)}`;
      const message = `${code(name)} is given ${code(device)}, ${what}, which does no DMA`;
      report({ at, message, notes: others.map((it) => ({ at: it, message: 'given the same device here' })) });
    },
    CLIENT_DEVICE({ at, name, device, prep, preparedAt }, report) {
      const message = `${code(name)} is given ${code(device)}, but a DMA engine does the transfer`;
      report({ at, message, notes: [{ at: preparedAt, message: `given to the engine here, by ${code(prep)}` }] });
    },
  },
};
