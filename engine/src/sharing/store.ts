// Reading and writing what is shared.

import { change, type Transition } from '../ops/transition.js';
import type { SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Attachment, DmaBuf, GemObject, SharedMemory, SharingState, VideoQueue } from '../state/sharing-state.js';

export function changeSharing(now: Transition, part: Partial<SharingState>): void {
  change(now, { sharing: { ...now.state.sharing, ...part } });
}

export function putMemory(now: Transition, memory: SharedMemory): void {
  changeSharing(now, { memories: now.state.sharing.memories.set(memory.id, memory) });
}

export function putDmaBuf(now: Transition, buffer: DmaBuf): void {
  changeSharing(now, { dmaBufs: now.state.sharing.dmaBufs.set(buffer.id, buffer) });
}

export function putAttachment(now: Transition, attachment: Attachment): void {
  changeSharing(now, { attachments: now.state.sharing.attachments.set(attachment.id, attachment) });
}

export function putQueue(now: Transition, queue: VideoQueue): void {
  changeSharing(now, { queues: now.state.sharing.queues.set(queue.id, queue) });
}

export function putGem(now: Transition, gem: GemObject): void {
  changeSharing(now, { gems: now.state.sharing.gems.set(gem.id, gem) });
}

export function attachmentsOf(state: MachineState, buffer: SharedId): readonly Attachment[] {
  return state.sharing.attachments.values().filter((it) => it.buffer === buffer);
}
