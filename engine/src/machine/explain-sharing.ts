import { hexAddress } from '../address/spaces.js';
import type {
  BracketEvent,
  DmaBufEvent,
  ImporterEvent,
  SharingEvent,
  UserMemoryEvent,
  VideoEvent,
} from '../ops/event-sharing.js';
import { count, nameDirection, type Names } from './names.js';

export function explainSharing(event: SharingEvent, names: Names): string {
  switch (event.id) {
    case 'IMPORTER_USED_PAGES':
    case 'IMPORTER_REMAPPED':
    case 'IMPORTER_FREED_TABLE':
      return `${event.device} ${importerMistakes[event.id]} of ${names.shared(event.buffer)}, whose table belongs to the exporter.`;
    case 'CPU_ACCESS_UNBRACKETED':
    case 'BRACKET_UNBALANCED':
    case 'BRACKET_DIRECTION':
      return explainBracket(event, names);
    case 'MAP_ATTACHMENT_DIRECTION':
    case 'USE_AFTER_MOVE':
    case 'DMABUF_RELEASED_ATTACHED':
    case 'LEAK_ATTACHMENT':
    case 'FD_LEAK':
      return explainDmaBuf(event, names);
    case 'VB2_STATE':
    case 'VB2_BUFFER_TOUCHED_WHILE_QUEUED':
    case 'VB2_USERPTR_UNALIGNED':
    case 'VB2_NOT_CONTIGUOUS':
      return explainVideo(event, names);
    case 'SGTABLE_WITHOUT_PAGES':
    case 'MMAP_OFFSET_NOT_RESET':
    case 'VMA_OUTLIVES_BUFFER':
      return explainUserMemory(event, names);
  }
}

const importerMistakes: Readonly<Record<ImporterEvent['id'], string>> = {
  IMPORTER_USED_PAGES: 'looks at the pages',
  IMPORTER_REMAPPED: 'maps the entries again',
  IMPORTER_FREED_TABLE: 'frees the scatterlist',
};

function explainBracket(event: BracketEvent, names: Names): string {
  const buffer = names.shared(event.buffer);
  switch (event.id) {
    case 'CPU_ACCESS_UNBRACKETED':
      return `The CPU ${event.access}s ${count(event.bytes.length)} of ${buffer} while it is mapped for a device, outside begin and end of CPU access.`;
    case 'BRACKET_UNBALANCED':
      return event.because === 'end without begin'
        ? `CPU access to ${buffer} ends without having begun.`
        : `${buffer} is released before its CPU access ended.`;
    case 'BRACKET_DIRECTION': {
      const used = event.used === 'load' || event.used === 'store' ? `a ${event.used}` : nameDirection(event.used);
      return `CPU access to ${buffer} was opened as ${nameDirection(event.opened)}, which ${used} does not fit.`;
    }
  }
}

function explainDmaBuf(event: DmaBufEvent, names: Names): string {
  const buffer = names.shared(event.buffer);
  switch (event.id) {
    case 'MAP_ATTACHMENT_DIRECTION':
      return `${event.device} ${event.call}s ${buffer} as ${nameDirection(event.asked)}, but it is mapped as ${nameDirection(event.mapped)}.`;
    case 'USE_AFTER_MOVE':
      return `The ${event.access} of ${event.device} uses a mapping of ${buffer} from before it moved at ${names.step(event.movedAt)}.`;
    case 'DMABUF_RELEASED_ATTACHED':
      return `${buffer} is released while ${event.devices.join(', ')} still ${event.devices.length === 1 ? 'is' : 'are'} attached.`;
    case 'LEAK_ATTACHMENT':
      return `${event.device} detaches from ${buffer} and leaves ${count(event.maps, 'mapping')} behind.`;
    case 'FD_LEAK':
      return `No file descriptor could be made for ${buffer} at ${names.step(event.failedAt)}, and nobody gave the reference back.`;
  }
}

function explainVideo(event: VideoEvent, names: Names): string {
  switch (event.id) {
    case 'VB2_STATE':
      return `Buffer ${event.index} of ${names.shared(event.queue)} is ${event.state}, which does not allow ${videoCalls[event.call]}.`;
    case 'VB2_BUFFER_TOUCHED_WHILE_QUEUED':
      return `The CPU ${event.access}s ${count(event.bytes.length)} of buffer ${event.index} of ${names.shared(event.queue)}, which is ${event.state} and belongs to the driver.`;
    case 'VB2_USERPTR_UNALIGNED':
      return `The user pointer ${hexAddress(event.va)} with ${count(event.size)} is not aligned to cache lines of ${event.alignBytes}.`;
    case 'VB2_NOT_CONTIGUOUS':
      return `${event.device} sees only ${count(event.contiguous)} of the memory in one piece, and needs ${event.needed}.`;
  }
}

const videoCalls: Readonly<Record<Extract<VideoEvent, { id: 'VB2_STATE' }>['call'], string>> = {
  prepare: 'preparing it',
  queue: 'queueing it',
  done: 'completing it',
};

function explainUserMemory(event: UserMemoryEvent, names: Names): string {
  switch (event.id) {
    case 'SGTABLE_WITHOUT_PAGES':
      return `${names.mapping(event.allocation.id)} lies in memory without page descriptors, so its scatterlist means nothing.`;
    case 'MMAP_OFFSET_NOT_RESET':
      return `The mapping at ${hexAddress(event.va)} still has offset ${event.pageOffset}, which names a buffer and is taken for a page of it.`;
    case 'VMA_OUTLIVES_BUFFER': {
      const memory = event.of === undefined ? 'The memory' : names.mapping(event.of);
      return `${memory} is freed while user space still maps it at ${hexAddress(event.va)}.`;
    }
  }
}
