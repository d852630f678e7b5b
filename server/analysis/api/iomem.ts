import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const map = { does: 'get-memory', memory: 'iomem', fails: 'null' } as const;
const mapOrError = { does: 'get-memory', memory: 'iomem', fails: 'error-pointer' } as const;
const ram = { memory: 'remapped' } as const;
const unmap = { does: 'put-memory', memory: 'iomem' } as const;
const managed = true;
const asm = 'arch/arm/include/asm/io.h (6.12)';
const io = 'include/linux/io.h (6.12)';
const pci = 'include/asm-generic/pci_iomap.h (6.12)';
const platform = 'include/linux/platform_device.h (6.12)';
const devres = 'include/linux/device/devres.h (6.12)';
const of = 'include/linux/of_address.h (6.12)';
const pciHeader = 'include/linux/pci.h (6.12)';

/** Windows onto device registers. */
export const iomemFunctions: readonly ApiFunction[] = [
  ...rows({ ...map, parameters: ['physical-address', 'size'], source: asm }, 'ioremap ioremap_wc ioremap_cache'),
  ...rows(
    { ...map, parameters: ['physical-address', 'size'], source: 'include/asm-generic/io.h (6.12)' },
    'ioremap_uc ioremap_np',
  ),
  ...rows(
    { ...map, parameters: ['physical-address', 'size'], source: 'include/asm-generic/io.h (5.5)' },
    'ioremap_nocache',
  ),
  ...rows({ ...map, ...ram, parameters: ['physical-address', 'size', 'ignored'], source: io }, 'memremap'),
  ...rows({ ...map, parameters: ['ignored', 'physical-address', 'size'], managed, source: io }, 'devm_ioremap'),
  ...rows({ ...map, parameters: ['ignored', 'physical-address', 'size'], managed, source: io }, 'devm_ioremap_wc'),
  ...rows(
    { ...mapOrError, ...ram, parameters: ['ignored', 'physical-address', 'size', 'ignored'], managed, source: io },
    'devm_memremap',
  ),
  ...rows({ ...mapOrError, parameters: ['ignored', 'ignored'], managed, source: devres }, 'devm_ioremap_resource'),
  ...rows({ ...mapOrError, parameters: ['ignored', 'ignored'], managed, source: devres }, 'devm_ioremap_resource_wc'),
  ...rows(
    { ...mapOrError, parameters: ['ignored', 'ignored', 'ignored', 'cpu-write'], managed, source: devres },
    'devm_of_iomap',
  ),
  ...rows(
    { ...mapOrError, parameters: ['ignored', 'ignored'], managed, source: platform },
    'devm_platform_ioremap_resource devm_platform_ioremap_resource_byname',
  ),
  ...rows(
    { ...mapOrError, parameters: ['ignored', 'ignored', 'result-out'], managed, source: platform },
    'devm_platform_get_and_ioremap_resource',
  ),
  ...rows({ ...map, parameters: ['ignored', 'ignored'], source: of }, 'of_iomap'),
  ...rows({ ...map, parameters: ['ignored', 'ignored', 'ignored'], source: pci }, 'pci_iomap pci_iomap_wc'),
  ...rows({ ...map, parameters: ['ignored', 'ignored', 'ignored', 'ignored'], source: pci }, 'pci_iomap_range'),
  ...rows({ ...map, parameters: ['ignored', 'ignored'], source: pciHeader }, 'pci_ioremap_bar pci_ioremap_wc_bar'),
  ...rows({ ...map, parameters: ['ignored', 'ignored', 'ignored'], managed, source: pciHeader }, 'pcim_iomap'),
  ...rows({ ...unmap, parameters: ['cpu-address'], source: asm }, 'iounmap'),
  ...rows({ ...unmap, ...ram, parameters: ['cpu-address'], source: io }, 'memunmap'),
  ...rows({ ...unmap, parameters: ['ignored', 'cpu-address'], source: pci }, 'pci_iounmap'),
  ...rows({ ...unmap, parameters: ['ignored', 'cpu-address'], managed, source: io }, 'devm_iounmap'),
  ...rows({ ...unmap, ...ram, parameters: ['ignored', 'cpu-address'], managed, source: io }, 'devm_memunmap'),
  ...plain(pciHeader, ['ignored'], 'pcim_iomap_table', { returns: 'pointer' }),
  ...plain(pciHeader, ['ignored', 'ignored', 'ignored'], 'pcim_iomap_regions pcim_iomap_regions_request_all', {
    returns: 'zero-or-negative',
  }),
];
