/* Work of the CPU on lists that nobody in the file maps: the length of an entry is `sg->length`. */
struct cipher {
	u8 *block;
	u32 fill;
};

static void collect_ok(struct cipher *c, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(list, sg, n, i) {
		u8 *from = sg_virt(sg);
		u32 left = sg->length;

		memcpy(c->block + c->fill, from, left);
		c->fill += left;
	}
}

static void collect_bad(struct cipher *c, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(list, sg, n, i) {
		u8 *from = sg_virt(sg);
		u32 left = sg_dma_len(sg); // dma/sg-length-not-dma-len: `sg_dma_len` goes with a CPU address

		while (left) {
			u32 part = min_t(u32, left, 64 - c->fill);

			memcpy(c->block + c->fill, from, part);
			from += part;
			left -= part;
		}
	}
}

/* Of a list that was mapped elsewhere the device gets the length, and nobody looks at the memory. */
static u32 total_of_mapped_ok(struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	u32 total = 0;
	int i;

	for_each_sg(list, sg, n, i)
		total += sg_dma_len(sg);
	return total;
}
