// How a driver gets ordinary memory, and loses it.

import { alignUp, pageBytes, pageCount } from '../address/align.js';
import { bytes, kernelVa, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { addObject, removeObject } from '../memory/objects.js';
import { kmallocClass, returnSlabObject, takeSlabObject } from '../memory/slab.js';
import { mapKernel, returnArea, takeArea, vunmap } from '../memory/vmalloc.js';
import type { AllocateBuffer, FreeBuffer, NamePart, PlaceBuffer } from '../ops/op.js';
import type { OpResult, StepResult } from '../ops/step-result.js';
import { begin, change, finish, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { reportOutliving } from '../user/outlive.js';
import type { MemoryObject, PhysRun, Region } from '../state/memory-object.js';

export function allocateBuffer(state: MachineState, op: AllocateBuffer): StepResult {
  const now = begin(state);
  const place = findPlace(now, op);
  if (place === undefined) return finish(now, { kind: 'out-of-memory' });
  const { size, name, region } = op;
  return finish(now, describe(addObject(now, { name, region, size, va: place.va, runs: place.runs })));
}

export function placeBuffer(state: MachineState, { at, size, name }: PlaceBuffer): StepResult {
  const now = begin(state);
  const va = isLowmem(state.platform, at) ? physToKernel(state.platform, at) : undefined;
  return finish(
    now,
    describe(addObject(now, { name, region: 'placed', size, va, runs: [{ start: at, length: size }] })),
  );
}

export function freeBuffer(state: MachineState, op: FreeBuffer): StepResult {
  const now = begin(state);
  const object = state.objects.get(op.object);
  if (object === undefined) return finish(now);
  reportOutliving(now, object.runs);
  removeObject(now, object);
  giveBack(now, object);
  return finish(now);
}

export function namePart(state: MachineState, { object: id, offset, size, name }: NamePart): StepResult {
  const now = begin(state);
  const run = state.objects.get(id)?.runs[0];
  if (run === undefined) return finish(now);
  const start = run.start + offset;
  change(now, { parts: state.parts.set(start, start + size, name) });
  return finish(now);
}

interface Place {
  readonly va: KernelVa | undefined;
  readonly runs: readonly PhysRun[];
}

function findPlace(now: Transition, { region, size }: AllocateBuffer): Place | undefined {
  const { platform } = now.state;
  switch (region) {
    case 'kmalloc':
      return inLowmem(now, takeKmalloc(now, size), size);
    case 'pages':
      return inLowmem(now, takeFrames(now, 'normal', pageCount(size)), size);
    case 'highmem': {
      const start = takeFrames(now, 'highmem', pageCount(size));
      return start === undefined ? undefined : { va: undefined, runs: [{ start, length: size }] };
    }
    case 'vmalloc':
      return inVmalloc(now, size);
    case 'stack':
      return platform.vmapStack
        ? inVmalloc(now, size)
        : inLowmem(now, takeFrames(now, 'normal', pageCount(size)), size);
    case 'text':
      // The kernel image starts RAM; nobody else owns these bytes.
      return { va: platform.memory.linearBase, runs: [{ start: platform.memory.ramBase, length: size }] };
  }
}

function takeKmalloc(now: Transition, size: number): PhysAddr | undefined {
  const classBytes = kmallocClass(size, now.state.platform.dmaMinAlignBytes);
  return classBytes === undefined ? takeFrames(now, 'normal', pageCount(size)) : takeSlabObject(now, classBytes);
}

function inLowmem(now: Transition, start: PhysAddr | undefined, size: number): Place | undefined {
  if (start === undefined) return undefined;
  return { va: physToKernel(now.state.platform, start), runs: [{ start, length: size }] };
}

/** Page by page, as vmalloc does: neighbors in virtual space need not be neighbors in memory. */
function inVmalloc(now: Transition, size: number): Place | undefined {
  // Linux mm/vmalloc.c (6.12), __vmalloc_node_range: nobody may ask for more than all of RAM.
  if (now.state.platform.memory.ramBytes < size) return undefined;
  const va = takeArea(now, size);
  if (va === undefined) return undefined;
  const runs: PhysRun[] = [];
  for (let page = 0; page < pageCount(size); page += 1) {
    const start = takeFrames(now, 'normal', 1);
    if (start === undefined) {
      for (const run of runs) returnFrames(now, run.start, 1);
      returnArea(now, va, size);
      return undefined;
    }
    runs.push({ start, length: pageBytes });
  }
  mapKernel(now, va, runs, 'write-alloc');
  return { va, runs };
}

function giveBack(now: Transition, object: MemoryObject): void {
  const [first] = object.runs;
  if (first === undefined) return;
  const origin: Region = object.region;
  const classBytes = kmallocClass(object.size, now.state.platform.dmaMinAlignBytes);
  if (origin === 'kmalloc' && classBytes !== undefined) {
    returnSlabObject(now, classBytes, first.start);
  } else if (origin === 'vmalloc' || (origin === 'stack' && now.state.platform.vmapStack)) {
    if (object.va !== undefined) vunmap(now, kernelVa(object.va), alignUp(object.size, pageBytes));
    for (const { start } of object.runs) returnFrames(now, start, 1);
  } else if (origin !== 'placed' && origin !== 'text') {
    returnFrames(now, first.start, pageCount(object.size));
  }
}

function describe({ id, va, runs, size }: MemoryObject): OpResult {
  const [first] = runs;
  return first === undefined
    ? { kind: 'out-of-memory' }
    : { kind: 'buffer', object: id, va, pa: first.start, size: bytes(size) };
}
