// Which buffer an mmap offset means. Linux drivers/media/common/videobuf2/videobuf2-core.c (6.12),
// __setup_offsets: plane in bits 14 to 12, buffer in bits 29 to 15; bit 30 is memory-to-memory's
// mark for the destination queue, which its driver takes away.

const planeBytes = 0x1000;
const bufferBytes = 0x8000;
const planes = bufferBytes / planeBytes;
export const destinationQueueOffset = 0x40000000;

export interface VideoCookie {
  readonly index: number;
  readonly plane: number;
}

/** In bytes, as `struct v4l2_buffer` gives it to user space. */
export function makeCookie({ index, plane }: VideoCookie): number {
  return index * bufferBytes + plane * planeBytes;
}

export function readCookie(offset: number): VideoCookie {
  const own = offset % destinationQueueOffset;
  return { index: Math.floor(own / bufferBytes), plane: Math.floor(own / planeBytes) % planes };
}
