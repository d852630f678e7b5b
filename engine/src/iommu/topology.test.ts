import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../state/ids.js';
import {
  addDomain,
  addGroup,
  attachDevice,
  type DomainId,
  detachDevice,
  domainOf,
  emptyTopology,
  type GroupId,
} from './topology.js';

const display = 'display' as DeviceId;
const camera = 'camera' as DeviceId;
const codec = 'codec' as DeviceId;
const serial = 'serial' as DeviceId;
const dmaApi = 'dma-api' as DomainId;
const own = 'own' as DomainId;
const foreign = 'foreign' as DomainId;

const alone = addGroup(emptyTopology, 'g0' as GroupId, { devices: [display], driver: 'sysmmu', defaultDomain: dmaApi });
const both = addGroup(alone, 'g1' as GroupId, { devices: [camera, codec], driver: 'sysmmu', defaultDomain: undefined });
const machine = addDomain(addDomain(both, own, 'sysmmu'), foreign, 'smmu');

describe('topology', () => {
  test('a device behind an IOMMU starts in its default domain, one without has none', () => {
    expect(domainOf(machine, display)).toBe(dmaApi);
    expect(domainOf(machine, serial)).toBeUndefined();
  });

  test('attach and detach', () => {
    const attached = attachDevice(machine, own, display);
    expect(attached.error).toBeUndefined();
    expect(domainOf(attached.topology, display)).toBe(own);
    expect(domainOf(machine, display)).toBe(dmaApi);

    const detached = detachDevice(attached.topology, own, display);
    expect(detached.isWarned).toBe(false);
    expect(domainOf(detached.topology, display)).toBe(dmaApi);
  });

  test('attaching is refused where Linux refuses it', () => {
    expect(attachDevice(machine, own, serial).error).toBe('ENODEV');
    expect(attachDevice(machine, own, camera).error).toBe('EINVAL');
    expect(attachDevice(machine, foreign, display).error).toBe('EINVAL');
    const attached = attachDevice(machine, own, display).topology;
    expect(attachDevice(attached, own, display).error).toBe('EBUSY');
  });

  test('detaching from a domain the device is not in changes nothing', () => {
    const detached = detachDevice(machine, own, display);
    expect(detached.isWarned).toBe(true);
    expect(domainOf(detached.topology, display)).toBe(dmaApi);
  });
});
