#define SLOTS 4
#define for_each_slot(f, i) for (i = 0; i < SLOTS; i++)

static int scatterlists(struct scatterlist *sgl, struct sg_table *sgt, int n)
{
	struct scatterlist *sg;
	int i, total = 0;

	for_each_sg(sgl, sg, n, i) {
		if (!sg)
			break;
		total += sg_dma_len(sg);
	}
	for_each_sgtable_sg(sgt, sg, i)
		use(sg);
	for_each_sgtable_dma_sg(sgt, sg, i)
		use(sg);
	return total;
}

static void lists(struct head *h, struct device_node *np)
{
	struct item *it, *next;
	struct device_node *child;

	list_for_each_entry_safe(it, next, &h->items, node) {
		if (it->skip)
			continue;
		list_del(&it->node);
	}
	for_each_child_of_node(np, child)
		use(child);
	my_for_each_thing(h, child, next)
		use(next);
}

static void own(struct foo *f)
{
	int i;

	for_each_slot(f, i) {
		if (f->slots[i])
			break;
		use(i);
	}
}
