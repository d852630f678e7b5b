import { bytes, iova, physAddr } from '../address/spaces.js';
import type { Protection, ProtectionFlag } from '../iommu/formats/format.js';
import { type FormatName, formatNames } from '../iommu/formats/index.js';
import type { MachineOp } from '../ops/op.js';
import { type UnhandledFault, unhandledFaults } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';
import { blockedDomain, type DomainId, domainId, identityDomain } from '../state/iommu-state.js';
import type { PhysRun } from '../state/memory-object.js';
import type { Command } from './command.js';
import { isNumber, physPlace, readNumber } from './places.js';
import { ScriptProblem } from './problem.js';
import { expectResult, type ScriptContext } from './script-context.js';
import type { Verb, Verbs } from './verb.js';

/** A domain is called by the name of what allocated it, `identity`, `blocked`, or `of:DEVICE`. */
export const iommuVerbs: Verbs = {
  /** `iommu-register NAME FORMAT [panic|log|log-always|disable-iommu|nobody]` */
  'iommu-register': (_cx, { words: [name = '', format = '', unhandled = 'log'] }) => {
    if (!isFormat(format)) throw new ScriptProblem(`no format ${format}`);
    if (!isListener(unhandled)) throw new ScriptProblem(`nobody called ${unhandled} hears of faults`);
    return { kind: 'iommu-register', name, format, unhandledFault: unhandled };
  },
  'iommu-add-port': (_cx, { words: [device = '', iommu = ''] }) => {
    return { kind: 'iommu-add-port', device: deviceId(device), iommu };
  },
  'iommu-share-group': (_cx, { words: [device = '', other = ''] }) => {
    return { kind: 'iommu-share-group', device: deviceId(device), other: deviceId(other) };
  },
  'iommu-distrust': (_cx, { words: [device = ''] }) => ({ kind: 'iommu-distrust', device: deviceId(device) }),
  'iommu-domain-alloc': (_cx, { words: [device = ''] }) => {
    return { kind: 'iommu-domain-alloc', device: deviceId(device) };
  },
  'iommu-domain-free': (cx, { words: [domain = ''] }) => ({ kind: 'iommu-domain-free', domain: domainAt(cx, domain) }),
  /** `iommu-attach DEVICE DOMAIN` */
  'iommu-attach': (cx, command) => attach(cx, command, 'iommu-attach'),
  'iommu-detach': (cx, command) => attach(cx, command, 'iommu-detach'),
  /** `iommu-map DOMAIN IOVA PLACE [SIZE] FLAG…` */
  'iommu-map': (cx, { words }) => {
    const [domain = '', at = '', place = '', size = ''] = words;
    const { pa, size: known } = physPlace(cx, place);
    const length = bytes(isNumber(size) ? readNumber(size) : known);
    const protection = flagsIn(words);
    return {
      kind: 'iommu-map',
      domain: domainAt(cx, domain),
      iova: iova(readNumber(at)),
      phys: pa,
      size: length,
      protection,
    };
  },
  /** `iommu-map-sg DOMAIN IOVA PLACE:LENGTH… FLAG…` */
  'iommu-map-sg': (cx, { words }) => {
    const [domain = '', at = '', ...rest] = words;
    const runs = rest.flatMap((word) => runAt(cx, word));
    return {
      kind: 'iommu-map-sg',
      domain: domainAt(cx, domain),
      iova: iova(readNumber(at)),
      runs,
      protection: flagsIn(rest),
    };
  },
  /** `iommu-unmap DOMAIN IOVA SIZE` */
  'iommu-unmap': (cx, command) => unmap(cx, command, 'iommu-unmap'),
  'iommu-unmap-fast': (cx, command) => unmap(cx, command, 'iommu-unmap-fast'),
  'iommu-iotlb-sync': (cx, { words: [domain = ''] }) => ({ kind: 'iommu-iotlb-sync', domain: domainAt(cx, domain) }),
  'iommu-iova-to-phys': (cx, { words: [domain = '', at = ''] }) => {
    return { kind: 'iommu-iova-to-phys', domain: domainAt(cx, domain), iova: iova(readNumber(at)) };
  },
  /** `iommu-fault-handler DOMAIN handles|refuses|none` */
  'iommu-fault-handler': (cx, { words: [domain = '', handler = ''] }) => {
    if (handler !== 'handles' && handler !== 'refuses' && handler !== 'none')
      throw new ScriptProblem(`no handler that ${handler}`);
    return { kind: 'iommu-set-fault-handler', domain: domainAt(cx, domain), handler };
  },
  'iommu-flush-queue': (_cx, { words: [device = ''] }) => ({ kind: 'iommu-flush-queue', device: deviceId(device) }),
  /** `secure-memory PLACE [SIZE]` */
  'secure-memory': (cx, { words: [place = '', size] }) => {
    const { pa, size: known } = physPlace(cx, place);
    return { kind: 'secure-memory', at: pa, size: bytes(size === undefined ? known : readNumber(size)) };
  },
  /** `overwrite-table-word DOMAIN PHYSICAL WORD` */
  'overwrite-table-word': (cx, { words: [domain = '', at = '', word = ''] }) => {
    const address = physAddr(readNumber(at));
    return { kind: 'overwrite-table-word', domain: domainAt(cx, domain), at: address, word: readNumber(word) };
  },
  /** `arm-iommu-create-mapping DEVICE BASE SIZE` */
  'arm-iommu-create-mapping': (_cx, { words: [device = '', base = '', size = ''] }) => {
    return {
      kind: 'arm-iommu-create-mapping',
      device: deviceId(device),
      base: iova(readNumber(base)),
      size: readNumber(size),
    };
  },
  'arm-iommu-attach': (cx, { words: [device = '', mapping = ''] }) => {
    return { kind: 'arm-iommu-attach', device: deviceId(device), mapping: domainAt(cx, mapping) };
  },
  'arm-iommu-detach': (_cx, { words: [device = ''] }) => ({ kind: 'arm-iommu-detach', device: deviceId(device) }),
  'arm-iommu-release-mapping': (cx, { words: [mapping = ''] }) => {
    return { kind: 'arm-iommu-release-mapping', mapping: domainAt(cx, mapping) };
  },
} satisfies Record<string, Verb>;

function attach(
  cx: ScriptContext,
  { words: [device = '', domain = ''] }: Command,
  kind: 'iommu-attach' | 'iommu-detach',
): MachineOp {
  return { kind, device: deviceId(device), domain: domainAt(cx, domain) };
}

function unmap(
  cx: ScriptContext,
  { words: [domain = '', at = '', size = ''] }: Command,
  kind: 'iommu-unmap' | 'iommu-unmap-fast',
): MachineOp {
  return { kind, domain: domainAt(cx, domain), iova: iova(readNumber(at)), size: bytes(readNumber(size)) };
}

function domainAt(cx: ScriptContext, name: string): DomainId {
  if (name === identityDomain || name === blockedDomain) return domainId(name);
  if (name.startsWith('of:')) return domainId(name.slice('of:'.length));
  return expectResult(cx, name, 'domain').domain;
}

function runAt(cx: ScriptContext, word: string): readonly PhysRun[] {
  const [place = '', length] = word.split(':');
  return length === undefined ? [] : [{ start: physPlace(cx, place).pa, length: readNumber(length) }];
}

const flags: ReadonlySet<string> = new Set<ProtectionFlag>(['read', 'write', 'cache', 'noexec', 'mmio', 'priv']);

function flagsIn(words: readonly string[]): Protection {
  return words.filter((word): word is ProtectionFlag => flags.has(word));
}

function isFormat(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}

function isListener(name: string): name is UnhandledFault {
  return (unhandledFaults as readonly string[]).includes(name);
}
