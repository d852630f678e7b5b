import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const pcm = 'include/sound/pcm.h (6.12)';
const params = 'include/sound/pcm_params.h (6.12)';
const memalloc = 'include/sound/memalloc.h (6.12)';
const soc = 'include/sound/soc.h (6.12)';
const component = 'include/sound/soc-component.h (6.12)';
const dai = 'include/sound/soc-dai.h (6.12)';
const engine = 'include/sound/dmaengine_pcm.h (6.12)';
const accessor = { returns: 'pointer', pure: true } as const;
const number = { returns: 'value', pure: true } as const;
const failing = { returns: 'zero-or-negative' } as const;
const nothing = { returns: 'nothing' } as const;
const five = ['ignored', 'ignored', 'ignored', 'ignored', 'ignored'] as const;

/** Buffers of a substream: the core allocates them for the device it is told, and frees them with the substream. */
export const soundFunctions: readonly ApiFunction[] = [
  ...plain(pcm, ['ignored'], 'snd_pcm_substream_chip', accessor),
  ...plain(pcm, ['ignored'], 'snd_pcm_lib_buffer_bytes snd_pcm_lib_period_bytes', { returns: 'value' }),
  ...plain(pcm, ['ignored'], 'snd_pcm_period_elapsed'),
  ...plain(pcm, ['changed', 'size'], 'snd_pcm_lib_malloc_pages', { returns: 'value', sleeps: true }),
  ...plain(pcm, ['changed'], 'snd_pcm_lib_free_pages', failing),
  ...plain(pcm, five, 'snd_pcm_set_managed_buffer snd_pcm_set_managed_buffer_all', { ...failing, sleeps: true }),
  ...plain(pcm, five, 'snd_pcm_lib_preallocate_pages snd_pcm_lib_preallocate_pages_for_all', nothing),
  ...plain(
    pcm,
    ['ignored', 'ignored', 'ignored', 'ignored'],
    'snd_pcm_set_fixed_buffer snd_pcm_set_fixed_buffer_all',
    failing,
  ),
  // The substream shows the buffer from now on; whose it is does not change.
  ...plain(pcm, ['changed', 'shared'], 'snd_pcm_set_runtime_buffer', nothing),
  ...plain(pcm, ['ignored', 'ignored'], 'snd_pcm_lib_mmap_iomem', failing),
  ...plain(pcm, ['ignored', 'ignored'], 'snd_pcm_sgbuf_get_addr', number),
  ...plain(pcm, ['ignored', 'ignored', 'ignored'], 'snd_pcm_sgbuf_get_chunk_size', number),
  ...plain(pcm, ['cpu-read', 'ignored'], 'bytes_to_frames frames_to_bytes samples_to_bytes bytes_to_samples', number),
  ...plain(pcm, ['ignored'], 'snd_pcm_format_physical_width snd_pcm_format_width', number),
  ...plain(pcm, ['ignored', 'ignored', 'ignored'], 'snd_pcm_hw_constraint_step', failing),
  ...plain(pcm, ['ignored', 'ignored'], 'snd_pcm_hw_constraint_integer', failing),
  ...plain(
    params,
    ['cpu-read'],
    'params_buffer_bytes params_period_bytes params_periods params_rate params_channels params_width ' +
      'params_buffer_size params_period_size params_format params_physical_width',
    number,
  ),

  // The buffer it fills in is allocated as the type says, and freed by its counterpart only.
  ...plain(
    memalloc,
    ['ignored', 'ignored', 'size', 'changed'],
    'snd_dma_alloc_pages snd_dma_alloc_pages_fallback',
    failing,
  ),
  ...plain(memalloc, ['ignored', 'ignored', 'direction', 'size', 'changed'], 'snd_dma_alloc_dir_pages', failing),
  ...plain(memalloc, ['ignored', 'ignored', 'size'], 'snd_devm_alloc_pages', { returns: 'pointer-or-null' }),
  ...plain(memalloc, ['ignored', 'ignored', 'direction', 'size'], 'snd_devm_alloc_dir_pages', {
    returns: 'pointer-or-null',
  }),
  ...plain(memalloc, ['kept'], 'snd_dma_free_pages'),
  ...plain(memalloc, ['ignored', 'ignored'], 'snd_dma_buffer_mmap', failing),
  ...plain(memalloc, ['ignored', 'ignored'], 'snd_dma_buffer_sync', nothing),
  ...plain(memalloc, ['ignored', 'ignored'], 'snd_sgbuf_get_addr', number),
  ...plain(memalloc, ['ignored', 'ignored'], 'snd_sgbuf_get_ptr', accessor),
  ...plain(memalloc, ['ignored', 'ignored', 'ignored'], 'snd_sgbuf_get_chunk_size', number),
  ...plain('include/sound/core.h (6.12)', ['kept'], 'snd_card_free'),

  ...plain(component, ['ignored'], 'snd_soc_component_get_drvdata', accessor),
  ...plain(dai, ['ignored'], 'snd_soc_dai_get_drvdata', accessor),
  ...plain(dai, ['ignored', 'ignored'], 'snd_soc_dai_get_dma_data', accessor),
  ...plain(soc, ['ignored', 'ignored'], 'snd_soc_rtd_to_cpu snd_soc_rtd_to_codec', accessor),
  ...plain('include/sound/soc.h (6.6)', ['ignored', 'ignored'], 'asoc_rtd_to_cpu asoc_rtd_to_codec', accessor),
  ...plain(soc, ['ignored'], 'snd_soc_substream_to_rtd', accessor),
  ...plain('include/sound/soc.h (6.6)', ['ignored'], 'asoc_substream_to_rtd', accessor),

  ...plain(engine, ['ignored', 'shared'], 'snd_dmaengine_pcm_open', failing),
  ...plain(engine, ['ignored', 'ignored', 'ignored'], 'snd_dmaengine_pcm_open_request_chan', failing),
  ...plain(engine, ['ignored', 'ignored'], 'snd_dmaengine_pcm_trigger', failing),
  ...plain(engine, ['ignored'], 'snd_dmaengine_pcm_pointer snd_dmaengine_pcm_pointer_no_residue', { returns: 'value' }),
  ...plain(engine, ['ignored'], 'snd_dmaengine_pcm_close snd_dmaengine_pcm_close_release_chan', failing),
  ...plain(engine, ['ignored'], 'snd_dmaengine_pcm_get_chan', accessor),
  ...plain(engine, ['ignored', 'ignored', 'cpu-write'], 'snd_hwparams_to_dma_slave_config', failing),
  ...plain(engine, ['ignored', 'ignored', 'cpu-write'], 'snd_dmaengine_pcm_set_config_from_dai_data', nothing),
];
