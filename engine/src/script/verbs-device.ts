import { bytes, dmaAddr, physAddr } from '../address/spaces.js';
import type { DeviceOptions, Limit, LimitName, SetMask } from '../ops/op.js';
import { type BackendName, backendNames } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import { handle, readNumber } from './places.js';
import { ScriptProblem } from './problem.js';
import type { ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';

export const deviceVerbs: Verbs = {
  /** `device DEVICE [platform|pci] [OPTION…]`: see `optionOf`. */
  device: (_cx, { words: [device = '', ...words] }) => {
    const bus = words.includes('pci') ? 'pci' : 'platform';
    const options = words.filter((word) => word !== 'pci' && word !== 'platform').map(optionOf);
    return {
      kind: 'add-device',
      device: deviceId(device),
      bus,
      options: Object.assign({}, ...options) as DeviceOptions,
    };
  },
  /** `set-mask DEVICE BITS [streaming|coherent|coerced]` */
  'set-mask': (_cx, { words: [device = '', bits = '', mask = ''] }) => {
    const which: SetMask['mask'] = mask === 'streaming' || mask === 'coherent' || mask === 'coerced' ? mask : 'both';
    return { kind: 'set-mask', device: deviceId(device), mask: which, bits: readNumber(bits) };
  },
  'set-max-segment': (_cx, { words: [device = '', size = ''] }) => {
    return { kind: 'set-max-segment', device: deviceId(device), bytes: readNumber(size) };
  },
  'set-segment-boundary': (_cx, { words: [device = '', size = ''] }) => {
    return { kind: 'set-segment-boundary', device: deviceId(device), bytes: readNumber(size) };
  },
  /** `set-min-align DEVICE MASK` */
  'set-min-align': (_cx, { words: [device = '', mask = ''] }) => {
    return { kind: 'set-min-align', device: deviceId(device), mask: readNumber(mask) };
  },
  /** `set-offset DEVICE PHYSICAL BUS SIZE` */
  'set-offset': (_cx, { words: [device = '', cpu = '', bus = '', size = ''] }) => {
    const [cpuStart, dmaStart] = [physAddr(readNumber(cpu)), dmaAddr(readNumber(bus))];
    return { kind: 'set-offset', device: deviceId(device), cpuStart, dmaStart, size: bytes(readNumber(size)) };
  },
  /** `declare-coherent DEVICE|- PHYSICAL BUS SIZE`; `-`: the region of the whole machine. */
  'declare-coherent': (_cx, { words: [device = '', cpu = '', bus = '', size = ''] }) => {
    const [start, address] = [physAddr(readNumber(cpu)), dmaAddr(readNumber(bus))];
    const whose = device === '-' ? undefined : deviceId(device);
    return { kind: 'declare-coherent', device: whose, start, address, size: bytes(readNumber(size)) };
  },
  'release-coherent': (_cx, { words: [device = ''] }) => ({ kind: 'release-coherent', device: deviceId(device) }),
  'dmabounce-register': (_cx, { words: [device = ''] }) => {
    return { kind: 'dmabounce-register', device: deviceId(device) };
  },
  'dmabounce-unregister': (_cx, { words: [device = ''] }) => {
    return { kind: 'dmabounce-unregister', device: deviceId(device) };
  },
  /** `ask DEVICE LIMIT [HANDLE|BITS]` */
  ask: (cx, { words: [device = '', name = '', about = ''] }) => {
    return { kind: 'ask-limit', device: deviceId(device), limit: limitOf(cx, name, about) };
  },
};

function isBackendName(word: string): word is BackendName {
  return (backendNames as readonly string[]).includes(word);
}

/** `coherent`, `noncoherent`, `described`, `undescribed`, `no-mask`, `no-parms`, or a name and a value. */
function optionOf(word: string): DeviceOptions {
  const [key = '', value = ''] = word.split('=');
  switch (key) {
    case 'coherent':
      return { isCoherent: true };
    case 'noncoherent':
      return { isCoherent: false };
    case 'described':
      return { isDescribed: true };
    case 'undescribed':
      return { isDescribed: false };
    case 'no-mask':
      return { hasMask: false };
    case 'no-parms':
      return { hasParms: false };
    case 'backend':
      if (!isBackendName(value)) throw new ScriptProblem(`no backend ${value}`);
      return { backend: value };
    case 'iommu':
      return { iommu: value };
    case 'hardware-bits':
      return { hardwareBits: readNumber(value) };
    case 'missing-line':
      return { missingLine: readNumber(value) };
    case 'cma':
      return { cmaBytes: bytes(readNumber(value)) };
    case 'restricted-pool':
      return { restrictedPoolBytes: bytes(readNumber(value)) };
    default:
      throw new ScriptProblem(`no option ${word}`);
  }
}

const limitNames: ReadonlySet<string> = new Set<LimitName>([
  'mask',
  'required-mask',
  'mask-supported',
  'addressing-limited',
  'max-mapping-size',
  'opt-mapping-size',
  'merge-boundary',
  'max-segment-size',
  'segment-boundary',
  'min-align-mask',
  'cache-alignment',
  'need-sync',
  'device-needs-sync',
  'p2pdma-supported',
]);

function isLimitName(word: string): word is LimitName {
  return limitNames.has(word);
}

function limitOf(cx: ScriptContext, name: string, about: string): Limit {
  if (!isLimitName(name)) throw new ScriptProblem(`no limit ${name}`);
  if (name === 'need-sync') return { of: name, address: handle(cx, about, '').address };
  return name === 'mask-supported' ? { of: name, bits: readNumber(about) } : { of: name };
}
