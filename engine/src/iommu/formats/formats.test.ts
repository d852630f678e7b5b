// What every format has to say of itself.
import { describe, expect, test } from 'vitest';
import { freshTables, map } from '../../../../test/support/format-rig.js';
import { iova } from '../../address/spaces.js';
import type { FaultKind } from './fault.js';
import type { DeviceAccessKind, Expressiveness, Protection } from './format.js';
import { type FormatName, formatByName, formatNames } from './index.js';

/** IOVAs that every format translates. */
const at = 0x58000000;
const pa = 0x60000000;

function passing(name: FormatName, protection: Protection): string {
  const format = formatByName(name);
  const { tables } = map(format, freshTables(format), { at: inside(name), pa, size: smallest(name), protection });
  const passes = (kind: DeviceAccessKind): boolean =>
    format.walk(tables, iova(inside(name)), { kind, isPrivileged: false }).kind === 'translated';
  return `${passes('read') ? 'r' : '-'}${passes('write') ? 'w' : '-'}`;
}

const smallest = (name: FormatName): number => Math.min(...formatByName(name).pageSizes);
/** The directories of PA-RISC cover the first GiB only. */
const inside = (name: FormatName): number => (name.startsWith('parisc') ? 0x5000 : at);

describe('what a word can express', () => {
  const seen: Readonly<Record<Expressiveness, readonly string[]>> = {
    'read-and-write': ['r-', '-w', 'rw'],
    'read-only': ['r-', 'rw', 'rw'],
    nothing: ['rw', 'rw', 'rw'],
  };
  test.each(formatNames)('%s keeps what it says it keeps', (name) => {
    const kept = ([['read'], ['write'], ['read', 'write']] as const).map((protection) => passing(name, protection));
    expect(kept).toEqual(seen[formatByName(name).expresses]);
  });

  test('the formats by what they express', () => {
    const named = (expresses: Expressiveness) => formatNames.filter((it) => formatByName(it).expresses === expresses);
    expect(named('read-and-write')).toEqual([
      'sysmmu-v5',
      'sysmmu-v7',
      'lpae-s2',
      'lpae32-s2',
      'mali-lpae',
      'tegra30-smmu',
      'tegra124-smmu',
      'rockchip-v1',
      'rockchip-v2',
    ]);
    expect(named('nothing')).toEqual([
      'v7s-no-permissions',
      'v7s-mediatek',
      'v7s-mediatek-low-tables',
      'msm-2011',
      'sysmmu-v3-linux-3.10',
      'omap3',
      'omap4',
      'tegra20-gart',
      'parisc-sba',
      'parisc-ccio',
      'parisc-ccio-32',
    ]);
  });
});

describe('what the hardware tells of a fault', () => {
  const told = (name: FormatName, fault: FaultKind, access: DeviceAccessKind): string => {
    const status = formatByName(name).faultStatus({ fault, visited: [] }, access);
    if (status === undefined) return 'nothing';
    const registers = status.registers.map((it) => ` ${it.name} 0x${(it.value >>> 0).toString(16)}`);
    return `${status.direction}${registers.join('')}`;
  };

  test.each([
    ['sysmmu-v3', 'translation', 'read INT_STATUS 0x1', 'read INT_STATUS 0x1'],
    ['sysmmu-v3', 'multi-hit', 'read INT_STATUS 0x2', 'write INT_STATUS 0x4'],
    ['sysmmu-v3', 'walk', 'read INT_STATUS 0x8', 'read INT_STATUS 0x8'],
    ['sysmmu-v3', 'security', 'read INT_STATUS 0x10', 'write INT_STATUS 0x40'],
    ['sysmmu-v3', 'permission', 'read INT_STATUS 0x20', 'write INT_STATUS 0x80'],
    ['sysmmu-v5', 'walk', 'read INT_STATUS 0x1', 'write INT_STATUS 0x10000'],
    ['sysmmu-v5', 'translation', 'read INT_STATUS 0x2', 'write INT_STATUS 0x20000'],
    ['sysmmu-v5', 'multi-hit', 'read INT_STATUS 0x4', 'write INT_STATUS 0x40000'],
    ['sysmmu-v5', 'permission', 'read INT_STATUS 0x8', 'write INT_STATUS 0x80000'],
    ['sysmmu-v5', 'security', 'read INT_STATUS 0x10', 'write INT_STATUS 0x100000'],
    ['sysmmu-v7', 'translation', 'read INT_STATUS 0x2 FAULT_INFO 0x0', 'write INT_STATUS 0x2 FAULT_INFO 0x100000'],
    ['sysmmu-v7', 'permission', 'read INT_STATUS 0x4 FAULT_INFO 0x0', 'write INT_STATUS 0x4 FAULT_INFO 0x100000'],
    ['sysmmu-v7', 'multi-hit', 'nothing', 'nothing'],
    ['v7s', 'translation', 'read FSR 0x40000002', 'write FSR 0x40000002'],
    ['v7s', 'access-flag', 'read FSR 0x40000004', 'write FSR 0x40000004'],
    ['v7s', 'permission', 'read FSR 0x40000008', 'write FSR 0x40000008'],
    ['msm-2011', 'multi-hit', 'read FSR 0x40000080', 'write FSR 0x40000080'],
    ['v7s-mediatek', 'translation', 'read FAULT_ST1 0x1', 'write FAULT_ST1 0x1'],
    ['v7s-mediatek', 'permission', 'nothing', 'nothing'],
    ['omap4', 'translation', 'read IRQSTATUS 0x2', 'read IRQSTATUS 0x2'],
    ['omap4', 'walk', 'read IRQSTATUS 0x8', 'read IRQSTATUS 0x8'],
    ['omap4', 'multi-hit', 'read IRQSTATUS 0x10', 'read IRQSTATUS 0x10'],
    ['lpae-s1', 'translation', 'read FSR 0x2 FSYNR0 0x0', 'write FSR 0x2 FSYNR0 0x10'],
    ['lpae-s1', 'access-flag', 'read FSR 0x4 FSYNR0 0x0', 'write FSR 0x4 FSYNR0 0x10'],
    ['lpae-s2', 'permission', 'read FSR 0x8 FSYNR0 0x0', 'write FSR 0x8 FSYNR0 0x10'],
    ['lpae-s1', 'walk', 'read FSR 0x10 FSYNR0 0x0', 'write FSR 0x10 FSYNR0 0x10'],
    ['lpae-s1', 'multi-hit', 'read FSR 0x20 FSYNR0 0x0', 'write FSR 0x20 FSYNR0 0x10'],
    ['lpae-s1-smmu-v3', 'translation', 'read EVENT 0x10', 'write EVENT 0x10'],
    ['lpae-s1-smmu-v3', 'permission', 'read EVENT 0x13', 'write EVENT 0x13'],
    ['mali-lpae', 'permission', 'read', 'write'],
    ['tegra30-smmu', 'translation', 'read MC_ERR_STATUS 0x60000000', 'write MC_ERR_STATUS 0x60010000'],
    ['tegra20-gart', 'translation', 'read', 'write'],
    ['rockchip-v1', 'translation', 'read INT_STATUS 0x1 STATUS 0x2', 'write INT_STATUS 0x1 STATUS 0x22'],
    ['rockchip-v2', 'walk', 'read INT_STATUS 0x2', 'write INT_STATUS 0x2'],
    ['parisc-sba', 'translation', 'read', 'write'],
  ] as const)('%s, %s: %s; %s', (name, fault, asRead, asWrite) => {
    expect([told(name, fault, 'read'), told(name, fault, 'write')]).toEqual([asRead, asWrite]);
    expect(told(name, fault, 'execute')).toBe(asRead);
  });

  test('Tegra’s memory controller shows what the page allows', () => {
    const smmu = formatByName('tegra30-smmu');
    const { tables } = map(smmu, freshTables(smmu), { at, pa, size: 0x1000, protection: ['read'] });
    const found = smmu.walk(tables, iova(at), { kind: 'write', isPrivileged: false });
    if (found.kind !== 'fault') throw new Error('a write through a read-only page faults');
    expect(smmu.faultStatus(found, 'write')?.registers).toEqual([{ name: 'MC_ERR_STATUS', value: 0x6a010000 }]);
  });
});

test('every format calls itself what the registry calls it', () => {
  expect(formatNames.filter((name) => formatByName(name).name !== name)).toEqual([]);
});
