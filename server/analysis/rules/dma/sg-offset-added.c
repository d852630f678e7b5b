struct cursor { struct scatterlist *sg; u32 offset; };
struct descriptor { __le64 addr; };

static void descriptor_bad(struct descriptor *d, struct cursor *c)
{
	d->addr = cpu_to_le64(c->sg->offset + sg_dma_address(c->sg)); // dma/sg-offset-added: is in `sg_dma_address
}

static void own_offset_ok(struct descriptor *d, struct cursor *c)
{
	d->addr = cpu_to_le64(sg_dma_address(c->sg) + c->offset);
}

static void *cpu_side_ok(struct scatterlist *sg)
{
	return page_address(sg_page(sg)) + sg->offset;
}
