// What the exporters of the kernel do, as data.

import type { Exporter } from '../state/sharing-state.js';

const everyMethod = ['map', 'unmap', 'release', 'attach', 'mmap', 'vmap'] as const;
const bracketed = [...everyMethod, 'begin-cpu-access', 'end-cpu-access'] as const;

/** Linux drivers/media/common/videobuf2/videobuf2-dma-contig.c (6.12), vb2_dc_dmabuf_ops. */
export const contiguousVideo: Exporter = {
  owner: 'videobuf2',
  methods: bracketed,
  hasPrivateData: true,
  cachesMapping: false,
  keepsMapping: true,
  mapAttrs: ['skip-cpu-sync'],
  syncs: 'nothing',
};

/** Linux drivers/media/common/videobuf2/videobuf2-dma-sg.c (6.12), vb2_dma_sg_dmabuf_ops. */
export const scatteredVideo: Exporter = { ...contiguousVideo, mapAttrs: [], syncs: 'own mapping' };

/** Linux drivers/media/common/videobuf2/videobuf2-vmalloc.c (6.12), vb2_vmalloc_dmabuf_ops. */
export const vmallocVideo: Exporter = { ...contiguousVideo, methods: everyMethod, mapAttrs: [] };

/** Linux drivers/gpu/drm/drm_prime.c (6.12), drm_gem_prime_dmabuf_ops over drm_gem_dma_helper.c. */
export const gemDma: Exporter = {
  owner: 'gem-dma',
  methods: [...everyMethod, 'vunmap'],
  hasPrivateData: true,
  cachesMapping: true,
  keepsMapping: false,
  mapAttrs: ['skip-cpu-sync'],
  syncs: 'nothing',
};

/** Linux `dma_buf_is_dynamic`. */
export function isDynamic({ methods }: Exporter): boolean {
  return methods.includes('pin');
}
