// What CPUs, processes and devices do with memory.

import { deviceAccess, programAddress } from '../api/device-access.js';
import { mmapPages, mmapVma } from '../api/mmap.js';
import {
  askDmaPgprot,
  canMmap,
  insertPage,
  resetPageOffset,
  setVmaFlags,
  userMmap,
  userMmapEnd,
} from '../api/user-mmap.js';
import { cpuAccess } from '../cpu/access.js';
import { barrier } from '../cpu/barrier.js';
import { designateAddress, flushDcachePage, flushRange } from '../cpu/flush.js';
import { mapHighPage, unmapHighPage } from '../cpu/kmap.js';
import { mmioRead, mmioWrite } from '../cpu/mmio.js';
import type { Handlers } from '../ops/handlers.js';
import type { AccessOp, UserOp } from '../ops/op.js';
import { exitMm, fork, switchMm } from '../sharing/process.js';
import { userAccess } from '../user/access.js';
import { allocateUser } from '../user/anonymous.js';

const access: Handlers<AccessOp> = {
  'cpu-load': cpuAccess,
  'cpu-load-flag': cpuAccess,
  'cpu-store': cpuAccess,
  'user-load': userAccess,
  'user-store': userAccess,
  'device-read': deviceAccess,
  'device-write': deviceAccess,
  'program-address': programAddress,
  'mmio-write': mmioWrite,
  'mmio-read': mmioRead,
  barrier,
  'flush-kernel-vmap-range': flushRange,
  'invalidate-kernel-vmap-range': flushRange,
  'flush-dcache-page': flushDcachePage,
  kmap: mapHighPage,
  'kmap-local': mapHighPage,
  'kunmap-local': unmapHighPage,
  'designate-address': designateAddress,
};

const user: Handlers<UserOp> = {
  'fork-mm': fork,
  'switch-mm': switchMm,
  'exit-mm': exitMm,
  'allocate-user': allocateUser,
  'user-mmap': userMmap,
  'user-mmap-end': userMmapEnd,
  'reset-page-offset': resetPageOffset,
  'set-vma-flags': setVmaFlags,
  'mmap-vma': mmapVma,
  'mmap-pages': mmapPages,
  'mmap-noncontiguous': mmapPages,
  'insert-page': insertPage,
  'can-mmap': canMmap,
  'dma-pgprot': askDmaPgprot,
};

export const accessHandlers: Handlers<AccessOp | UserOp> = { ...access, ...user };
