/**
 * Loop macros of the kernel: which arguments they set in every round. Linux include/linux/{list,scatterlist,of,
 * property,bitops,netdevice,skbuff,dmaengine,cpumask,xarray,phylink}.h, include/sound/pcm.h,
 * include/scsi/scsi_cmnd.h (6.12).
 */
export interface LoopShape {
  /** Positions of the variables that get a new value each round. */
  readonly sets: readonly number[];
  /** How far it counts, where that is known. */
  readonly counts: ScatterlistLoop | undefined;
}

/** `i` from 0 up to a number of entries, while `sg` walks the list. */
export interface ScatterlistLoop {
  readonly list: number;
  readonly entry: number;
  readonly index: number;
  /** Position of the number of entries, or the field of the `sg_table` that holds it. */
  readonly entries: number | 'orig_nents' | 'nents';
  /** The function the macro asks for the list, where its argument is the object that has it. */
  readonly listOf?: string;
}

const sets = (...positions: readonly number[]): LoopShape => ({ sets: positions, counts: undefined });
const scatterlist = (counts: ScatterlistLoop): LoopShape => ({ sets: [counts.entry, counts.index], counts });

const shapes: ReadonlyMap<string, LoopShape> = new Map([
  ['for_each_sg', scatterlist({ list: 0, entry: 1, entries: 2, index: 3 })],
  ['for_each_sgtable_sg', scatterlist({ list: 0, entry: 1, entries: 'orig_nents', index: 2 })],
  ['for_each_sgtable_dma_sg', scatterlist({ list: 0, entry: 1, entries: 'nents', index: 2 })],
  ['scsi_for_each_sg', scatterlist({ list: 0, entry: 1, entries: 2, index: 3, listOf: 'scsi_sglist' })],
  ['scsi_for_each_prot_sg', scatterlist({ list: 0, entry: 1, entries: 2, index: 3, listOf: 'scsi_prot_sglist' })],
  ['for_each_sg_page', sets()],
  ['for_each_sg_dma_page', sets()],
  ['for_each_sgtable_page', sets()],
  ['for_each_sgtable_dma_page', sets()],
  ['skb_queue_walk', sets(1)],
  ['skb_queue_walk_safe', sets(1, 2)],
  ['skb_queue_reverse_walk', sets(1)],
  ['skb_queue_reverse_walk_safe', sets(1, 2)],
  ['skb_queue_walk_from', sets(1)],
  ['skb_walk_frags', sets(1)],
  ['for_each_child_of_node', sets(1)],
  ['for_each_child_of_node_scoped', sets(1)],
  ['for_each_available_child_of_node', sets(1)],
  ['for_each_available_child_of_node_scoped', sets(1)],
  ['for_each_node_by_name', sets(0)],
  ['for_each_node_by_type', sets(0)],
  ['for_each_compatible_node', sets(0)],
  ['for_each_matching_node', sets(0)],
  ['for_each_endpoint_of_node', sets(1)],
  ['device_for_each_child_node', sets(1)],
  ['device_for_each_child_node_scoped', sets(1)],
  ['fwnode_for_each_child_node', sets(1)],
  ['fwnode_for_each_available_child_node', sets(1)],
  ['for_each_netdev', sets(1)],
  ['for_each_netdev_rcu', sets(1)],
  ['netdev_for_each_mc_addr', sets(0)],
  ['netdev_for_each_uc_addr', sets(0)],
  ['netdev_hw_addr_list_for_each', sets(0)],
  ['netdev_for_each_lower_dev', sets(1)],
  ['netdev_for_each_upper_dev_rcu', sets(1)],
  ['for_each_pci_dev', sets(0)],
  ['for_each_set_bit', sets(0)],
  ['for_each_set_bit_from', sets(0)],
  ['for_each_clear_bit', sets(0)],
  ['for_each_clear_bit_from', sets(0)],
  ['for_each_cpu', sets(0)],
  ['for_each_possible_cpu', sets(0)],
  ['for_each_online_cpu', sets(0)],
  ['for_each_present_cpu', sets(0)],
  ['for_each_node', sets(0)],
  ['for_each_online_node', sets(0)],
  ['for_each_pcm_streams', sets(0)],
  ['for_each_rtd_dais', sets(1, 2)],
  ['for_each_rtd_codec_dais', sets(1, 2)],
  ['for_each_rtd_cpu_dais', sets(1, 2)],
  ['for_each_rtd_components', sets(1, 2)],
  ['for_each_card_rtds', sets(1)],
  ['for_each_card_links', sets(1)],
  ['for_each_component_dais', sets(1)],
  ['snd_pcm_group_for_each_entry', sets(0)],
  ['bio_for_each_segment', sets(0, 2)],
  ['bio_for_each_segment_all', sets(0)],
  ['bio_for_each_bvec', sets(0, 2)],
  ['rq_for_each_segment', sets(0, 2)],
  ['rq_for_each_bvec', sets(0, 2)],
  ['__rq_for_each_bio', sets(0)],
  ['xa_for_each', sets(1, 2)],
  ['xa_for_each_range', sets(1, 2)],
  ['idr_for_each_entry', sets(1, 2)],
  ['radix_tree_for_each_slot', sets(0)],
  ['usb_hub_for_each_child', sets(1, 2)],
  ['shost_for_each_device', sets(0)],
  ['pci_bus_for_each_resource', sets(1)],
  ['media_device_for_each_entity', sets(0)],
  ['v4l2_device_for_each_subdev', sets(0)],
  ['drm_for_each_encoder', sets(0)],
  ['drm_for_each_crtc', sets(0)],
  ['drm_for_each_plane', sets(0)],
  ['drm_for_each_connector_iter', sets(0)],
  ['for_each_new_plane_in_state', sets(1, 2, 3)],
  ['for_each_oldnew_plane_in_state', sets(1, 2, 3, 4)],
  ['for_each_new_crtc_in_state', sets(1, 2, 3)],
  ['for_each_oldnew_crtc_in_state', sets(1, 2, 3, 4)],
]);

/** The position comes first and, in the safe forms, the one behind it second. */
const lists = /^(?:__)?(?:[a-z]+_)?(?:list|hlist|hlist_nulls|llist|plist|klist|rbtree)(?:_bl|_nulls)?_for_each/;

/** `undefined` for a macro that is not in the table. */
export function loopShape(name: string): LoopShape | undefined {
  const known = shapes.get(name);
  if (known !== undefined) return known;
  if (lists.test(name)) return name.includes('_safe') ? sets(0, 1) : sets(0);
  return undefined;
}
