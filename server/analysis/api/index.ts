import type { ApiFunction, Role } from './api-function.js';
import { blockFunctions } from './block.js';
import { byteFunctions } from './bytes.js';
import { coherentFunctions } from './coherent.js';
import { contextFunctions } from './context.js';
import { cryptoFunctions } from './crypto.js';
import { deferredFunctions } from './deferred.js';
import { deviceFunctions } from './devices.js';
import { dmaBufFunctions } from './dma-buf.js';
import { dmaengineFunctions } from './dmaengine.js';
import { drmFunctions } from './drm.js';
import { ibFunctions } from './ib.js';
import { iomemFunctions } from './iomem.js';
import { iommuFunctions } from './iommu.js';
import { listFunctions } from './lists.js';
import { maskFunctions } from './masks.js';
import { memoryFunctions } from './memory.js';
import { mmioFunctions } from './mmio.js';
import { networkFunctions } from './network.js';
import { noncoherentFunctions } from './noncoherent.js';
import { numberFunctions } from './numbers.js';
import { pagePoolFunctions } from './page-pool.js';
import { pciCompatFunctions } from './pci-compat.js';
import { pciFunctions } from './pci.js';
import { poolFunctions } from './pools.js';
import { isMessageName, mayBeMessage, messageFunction, printingFunctions } from './printing.js';
import { scatterlistFunctions } from './scatterlist.js';
import { scsiFunctions } from './scsi.js';
import { serialBusFunctions } from './serial-buses.js';
import { skbFunctions } from './skb.js';
import { soundFunctions } from './sound.js';
import { streamingFunctions } from './streaming.js';
import { stringFunctions } from './strings.js';
import { subsystemFunctions } from './subsystems.js';
import { usbFunctions } from './usb.js';
import { userPageFunctions } from './user-pages.js';
import { userFunctions } from './user.js';
import { waitingFunctions } from './waiting.js';

export { constantByName } from './constants.js';

export const allApiFunctions: readonly ApiFunction[] = [
  ...streamingFunctions,
  ...coherentFunctions,
  ...poolFunctions,
  ...noncoherentFunctions,
  ...userFunctions,
  ...dmaBufFunctions,
  ...maskFunctions,
  ...iommuFunctions,
  ...scatterlistFunctions,
  ...pciCompatFunctions,
  ...ibFunctions,
  ...scsiFunctions,
  ...skbFunctions,
  ...usbFunctions,
  ...serialBusFunctions,
  ...dmaengineFunctions,
  ...pagePoolFunctions,
  ...memoryFunctions,
  ...userPageFunctions,
  ...iomemFunctions,
  ...mmioFunctions,
  ...waitingFunctions,
  ...contextFunctions,
  ...deferredFunctions,
  ...byteFunctions,
  ...stringFunctions,
  ...numberFunctions,
  ...listFunctions,
  ...printingFunctions,
  ...deviceFunctions,
  ...pciFunctions,
  ...networkFunctions,
  ...cryptoFunctions,
  ...blockFunctions,
  ...soundFunctions,
  ...drmFunctions,
  ...subsystemFunctions,
];

const byName: ReadonlyMap<string, ApiFunction> = new Map(allApiFunctions.map((row) => [row.name, row]));

export function apiByName(name: string): ApiFunction | undefined {
  return byName.get(name) ?? (isMessageName(name) ? messageFunction : undefined);
}

/** What a call is by its name and by being given a text, where no table has it. */
export function apiByText(name: string): ApiFunction | undefined {
  return mayBeMessage(name) ? messageFunction : undefined;
}

/** A plain function with one of these parameters handles what the contract follows. */
const dmaRoles: ReadonlySet<Role> = new Set<Role>([
  'device',
  'dma-address',
  'dma-address-out',
  'dma-buffer',
  'scatterlist',
  'sg-table',
  'pool',
]);

const dmaNames: ReadonlySet<string> = new Set(allApiFunctions.filter(isDmaFunction).map((row) => row.name));

/** Whether a function that calls `name` belongs to the DMA cone. */
export function isDmaApiName(name: string): boolean {
  return dmaNames.has(name);
}

function isDmaFunction(row: ApiFunction): boolean {
  if (row.does === 'get-memory' || row.does === 'put-memory') return false;
  if (row.does !== 'plain') return true;
  if (row.acquires !== undefined || row.drops !== undefined) return true;
  return row.effect === 'to-physical' || row.parameters.some((role) => dmaRoles.has(role));
}
