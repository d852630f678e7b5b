import type { PhysAddr } from '../../address/spaces.js';
import type { Level } from './table-records.js';
import type { Word } from './word.js';

/** What one table word tells the hardware. */
export type WordMeaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'table'; readonly at: PhysAddr }
  | LeafMeaning;

export interface LeafMeaning {
  readonly kind: 'leaf';
  readonly pa: PhysAddr;
  /** Bytes the entry translates, its repetitions included. */
  readonly size: number;
  readonly permissions: Permissions;
  readonly memory: 'unstated' | 'device' | 'non-cacheable' | 'cacheable';
  /** ARM formats: the access flag is clear, and the first access faults. */
  readonly isAccessFlagClear: boolean;
  /** PA-RISC only: the bits of a virtual address by which the device looks for cachelines, in place. */
  readonly coherenceIndex?: number;
}

export interface Permissions {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  /** Whether a transaction must be marked privileged to pass. */
  readonly privilegedOnly: boolean;
}

/** What a leaf says in a format whose words know of no memory types. */
export function plainLeaf(pa: PhysAddr, size: number, permissions: Permissions): LeafMeaning {
  return { kind: 'leaf', pa, size, permissions, memory: 'unstated', isAccessFlagClear: false };
}

/** For words that know neither instruction fetches nor privilege. */
export function readWrite(read: boolean, write: boolean): Permissions {
  return { read, write, execute: read, privilegedOnly: false };
}

export type DeviceAccessKind = 'read' | 'write' | 'execute';

/** What a device wants to do; `lookup` is the kernel's `iova_to_phys`, which asks no permission. */
export type Access = { readonly kind: 'lookup' } | { readonly kind: DeviceAccessKind; readonly isPrivileged: boolean };

export interface VisitedWord {
  readonly level: Level;
  readonly index: number;
  readonly address: PhysAddr;
  readonly word: Word;
  readonly meaning: WordMeaning;
}

/** Whether the entry lets the access pass. */
export function allows(permissions: Permissions, access: Access): boolean {
  if (access.kind === 'lookup') return true;
  return permissions[access.kind] && (access.isPrivileged || !permissions.privilegedOnly);
}
