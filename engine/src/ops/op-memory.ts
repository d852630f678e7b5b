// Memory as a driver gets it from the kernel.

import type { ByteLength, PhysAddr } from '../address/spaces.js';
import type { ObjectId } from '../state/ids.js';

export type MemoryOp = AllocateBuffer | PlaceBuffer | FreeBuffer | NamePart;

/** Memory as a driver gets it from the kernel; the stack and kernel text are here because drivers map them by mistake. */
export interface AllocateBuffer {
  readonly kind: 'allocate-buffer';
  readonly region: 'kmalloc' | 'pages' | 'highmem' | 'vmalloc' | 'stack' | 'text';
  readonly size: ByteLength;
  readonly name: string;
}

/** An object at a chosen physical address: static data, a struct member, a page somebody else allocated. */
export interface PlaceBuffer {
  readonly kind: 'place-buffer';
  readonly at: PhysAddr;
  readonly size: ByteLength;
  readonly name: string;
}

export interface FreeBuffer {
  readonly kind: 'free-buffer';
  readonly object: ObjectId;
}

/** Gives bytes of an object a name of their own, so that events can say `priv->flags`. */
export interface NamePart {
  readonly kind: 'name-part';
  readonly object: ObjectId;
  readonly offset: number;
  readonly size: ByteLength;
  readonly name: string;
}
