// SYNTAX TEST "source.c" "names of the DMA API"

static int tx(struct device *dev, void *buf, size_t len)
{
  dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
//^^^^^^^^^^ support.type.dma.dma-lens
//                  ^^^^^^^^^^^^^^ support.function.dma.map.dma-lens
//                                                ^^^^^^^^^^^^^ support.constant.dma.direction.dma-lens

  if (dma_mapping_error(dev, addr))
//    ^^^^^^^^^^^^^^^^^ support.function.dma.check.dma-lens
    return -ENOMEM;
  dma_sync_single_for_cpu(dev, addr, len, DMA_TO_DEVICE);
//^^^^^^^^^^^^^^^^^^^^^^^ support.function.dma.sync.dma-lens
  dma_unmap_single_attrs(dev, addr, len, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
//^^^^^^^^^^^^^^^^^^^^^^ support.function.dma.unmap.dma-lens
//                                                      ^^^^^^^^^^^^^^^^^^^^^^ support.constant.dma.attribute.dma-lens
  cpu = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL);
//      ^^^^^^^^^^^^^^^^^^ support.function.dma.alloc.dma-lens
  dma_free_coherent(dev, len, cpu, addr);
//^^^^^^^^^^^^^^^^^ support.function.dma.free.dma-lens
  /* dma_map_single(dev) in words */
//   ^^^^^^^^^^^^^^ - support.function.dma.map.dma-lens
  pr_info("dma_map_single(%d)", DMA_MAPPING_ERROR);
//         ^^^^^^^^^^^^^^^^^^ - support.function.dma.map.dma-lens
//                              ^^^^^^^^^^^^^^^^^ support.constant.dma.failure.dma-lens
  my_dma_map_single(dev);
//^^^^^^^^^^^^^^^^^ - support.function.dma.map.dma-lens
  priv->dma_map_single = NULL;
//      ^^^^^^^^^^^^^^ - support.function.dma.map.dma-lens
  return 0;
}
