// What several drivers or processes do with one piece of memory.

import type { DmaBufOp } from './op-dma-buf.js';
import type { GemOp } from './op-gem.js';
import type { NoncontiguousOp } from './op-noncontiguous.js';
import type { VideoOp } from './op-video.js';

export type SharingOp = DmaBufOp | GemOp | NoncontiguousOp | VideoOp;

export type * from './op-dma-buf.js';
export type * from './op-gem.js';
export type * from './op-noncontiguous.js';
export type * from './op-video.js';
