struct slot {
	void *cpu;
	dma_addr_t dma;
};

struct ring {
	struct device *dev;
	struct slot slot[16];
	struct slot *slots;
	int next;
	int count;
};

static int skips_first_bad(struct ring *r)
{
	int i;

	for (i = 0; i < 16; i++) {
		struct slot *s = &r->slot[i];

		s->dma = dma_map_single(r->dev, s->cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
	}
	return 0;
unwind:
	for (i--; i > 0; i--)
		dma_unmap_single(r->dev, r->slot[i].dma, 64, DMA_FROM_DEVICE); // dma/incomplete-loop-unwind: this loop leaves `r->slot.dma` behind
	return -ENOMEM;
}

/* The failed one is in a variable only: what the loop finds in its place is not known. */
static int starts_too_high_bad(struct ring *r)
{
	dma_addr_t dma;
	int i;

	for (i = 0; i < r->count; i++) {
		dma = dma_map_single(r->dev, r->slots[i].cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, dma))
			goto unwind;
		r->slots[i].dma = dma;
	}
	return 0;
unwind:
	for (; i > 0; i--)
		dma_unmap_single(r->dev, r->slots[i].dma, 64, DMA_FROM_DEVICE); // dma/incomplete-loop-unwind: leaves `r->slots->dma` behind when `starts_too_high_bad` fails, it releases `r->slots[1].dma`
	return -ENOMEM;
}

static int wrong_variable_bad(struct ring *r)
{
	int i, j;

	for (i = 0; i < r->count; i++) {
		r->slots[i].dma = dma_map_single(r->dev, r->slots[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, r->slots[i].dma)) {
			for (j = 0; j < i; j++)
				dma_unmap_single(r->dev, r->slots[i].dma, 64, DMA_TO_DEVICE); // dma/incomplete-loop-unwind: leaves `r->slots->dma` behind
	// ^^^^^^^^^^^^^^^^ dma/unmap-of-unmapped: releases what the mapping did not give
			return -ENOMEM;
		}
	}
	return 0;
}

/* A counter from 0 is no position in the ring. */
static int wrong_position_bad(struct ring *r, struct slot *frags, int n)
{
	struct slot *s;
	int i;

	for (i = 0; i < n; i++) {
		s = r->slots + r->next;
		s->dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
		r->next++;
	}
	return 0;
unwind:
	for (i = i - 1; i >= 0; i--) {
		s = r->slots + i;
		dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE); // dma/incomplete-loop-unwind: when `wrong_position_bad` fails, it releases `r->slots->dma`
	}
	return -ENOMEM;
}

static int counts_down_ok(struct ring *r)
{
	int i;

	for (i = 0; i < 16; i++) {
		r->slot[i].dma = dma_map_single(r->dev, r->slot[i].cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->slot[i].dma))
			goto unwind;
	}
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(r->dev, r->slot[i].dma, 64, DMA_FROM_DEVICE);
	return -ENOMEM;
}

static int counts_up_ok(struct ring *r)
{
	unsigned int i, j;

	for (i = 0; i < r->count; i++) {
		r->slots[i].dma = dma_map_single(r->dev, r->slots[i].cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->slots[i].dma)) {
			for (j = 0; j < i; j++)
				dma_unmap_single(r->dev, r->slots[j].dma, 64, DMA_FROM_DEVICE);
			return -ENOMEM;
		}
	}
	return 0;
}

static int while_i_ok(struct ring *r)
{
	unsigned int i;

	for (i = 0; i < r->count; i++) {
		r->slots[i].dma = dma_map_single(r->dev, r->slots[i].cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->slots[i].dma))
			break;
	}
	if (i == r->count)
		return 0;
	while (i--)
		dma_unmap_single(r->dev, r->slots[i].dma, 64, DMA_FROM_DEVICE);
	return -ENOMEM;
}

/* The first one is released after the loop. */
static int first_apart_ok(struct ring *r)
{
	int i;

	for (i = 0; i < r->count; i++) {
		r->slots[i].dma = dma_map_single(r->dev, r->slots[i].cpu, 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(r->dev, r->slots[i].dma))
			goto unwind;
	}
	return 0;
unwind:
	if (i == 0)
		return -ENOMEM;
	while (--i > 0)
		dma_unmap_single(r->dev, r->slots[i].dma, 64, DMA_FROM_DEVICE);
	dma_unmap_single(r->dev, r->slots[0].dma, 64, DMA_FROM_DEVICE);
	return -ENOMEM;
}

/* Everything the ring has, and not what this call put into it alone. */
static int whole_ring_ok(struct ring *r, struct slot *frags, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		struct slot *s = &r->slots[r->count];

		s->dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
		r->count++;
	}
	return 0;
unwind:
	for (i = 0; i < r->count; i++)
		dma_unmap_single(r->dev, r->slots[i].dma, 64, DMA_TO_DEVICE);
	r->count = 0;
	return -ENOMEM;
}

/* Back along the ring, as it was filled. */
static int stepped_back_ok(struct ring *r, struct slot *frags, int n)
{
	struct slot *s;
	int i;

	for (i = 0; i < n; i++) {
		s = &r->slots[r->next];
		s->dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
		r->next++;
	}
	return 0;
unwind:
	while (i--) {
		r->next--;
		s = &r->slots[r->next];
		dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE);
	}
	return -ENOMEM;
}

/* Back to the first one, which the loop meets at once in a ring of one only. */
static int back_to_head_ok(struct ring *r, struct slot *frags, int n)
{
	int i = 0, index = r->next;
	struct slot *head = &r->slots[index];
	struct slot *s = head;

	for (;;) {
		dma_addr_t dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);

		if (dma_mapping_error(r->dev, dma))
			goto unwind;
		s->cpu = frags[i].cpu;
		s->dma = dma;
		if (++index == r->count)
			index = 0;
		if (++i == n)
			break;
		s = &r->slots[index];
	}
	r->next = index;
	return 0;
unwind:
	for (;;) {
		s = &r->slots[index];
		if (s->cpu)
			dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE);
		s->cpu = NULL;
		if (s == head)
			break;
		if (!index)
			index += r->count;
		index--;
	}
	return -ENOMEM;
}

struct packet {
	void *cpu[4];
	dma_addr_t dma[4];
};

struct packets {
	struct device *dev;
	struct packet *packet;
	int count;
};

static int map_packet(struct packets *ps, struct packet *p, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		p->dma[i] = dma_map_single(ps->dev, p->cpu[i], 64, DMA_FROM_DEVICE);
		if (dma_mapping_error(ps->dev, p->dma[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(ps->dev, p->dma[i], 64, DMA_FROM_DEVICE);
	return -EIO;
}

/* The packets before are left to whoever cleans up. */
static int map_packets_ok(struct packets *ps, int n)
{
	int i;

	for (i = 0; i < ps->count; i++)
		if (map_packet(ps, &ps->packet[i], n))
			return -ENOMEM;
	return 0;
}

struct fragment { __le32 addr; };

struct paged {
	struct device *dev;
	struct fragment *ring;
	struct slot *pages;
	int count;
};

static int map_paged_ok(struct paged *p, int n)
{
	struct fragment *f = p->ring + n * 2;
	dma_addr_t addr = dma_map_single(p->dev, p->pages[n].cpu, 4096, DMA_FROM_DEVICE);
	int i;

	if (dma_mapping_error(p->dev, addr))
		return -ENOMEM;
	for (i = 0; i < 2; i++) {
		f->addr = addr;
		f++;
		addr += 64;
	}
	return 0;
}

/* Every fragment of a page has an address of it, and the first one is what is unmapped. */
static int fill_paged_ok(struct paged *p)
{
	int n;

	for (n = 0; n < p->count; n++)
		if (map_paged_ok(p, n))
			goto unwind;
	return 0;
unwind:
	while (n > 0) {
		--n;
		dma_unmap_single(p->dev, p->ring[n * 2].addr, 4096, DMA_FROM_DEVICE);
	}
	return -ENOMEM;
}

/* Back to the head, which is met at once only where the first of all failed. */
static int back_to_head_ok(struct ring *r, struct slot *frags, int n)
{
	int at = r->next, i = 0;
	struct slot *head = &r->slots[at];
	struct slot *s = head;

	for (;;) {
		dma_addr_t dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);

		if (dma_mapping_error(r->dev, dma))
			goto unwind;
		s->dma = dma;
		at++;
		if (at == r->count)
			at = 0;
		if (i == n)
			break;
		s = &r->slots[at];
		i++;
	}
	r->next = at;
	return 0;
unwind:
	for (;;) {
		s = &r->slots[at];
		dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE);
		s->dma = 0;
		if (s == head)
			break;
		if (!at)
			at += r->count;
		at--;
	}
	return -ENOMEM;
}

/* The counter stands for what is mapped, and is taken down once more before the loop. */
static int counts_one_less_bad(struct ring *r, void *head, struct slot *frags, int n)
{
	struct slot *s = &r->slots[r->next];
	unsigned int count = 0, i = r->next;
	int f;

	s->dma = dma_map_single(r->dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, s->dma))
		goto unwind;
	for (f = 0; f < n; f++) {
		count++;
		i++;
		if (i == r->count)
			i = 0;
		s = &r->slots[i];
		s->dma = dma_map_single(r->dev, frags[f].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
	}
	return ++count;
unwind:
	s->dma = 0;
	if (count)
		count--;
	while (count--) {
		if (i == 0)
			i += r->count;
		i--;
		s = &r->slots[i];
		if (s->dma)
			dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE); // dma/incomplete-loop-unwind: this loop leaves `r->slots[r->next].dma` behind when `counts_one_less_bad` fails
	}
	return 0;
}

static void slot_clear(struct ring *r, struct slot *s)
{
	if (s->dma)
		dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE);
	s->dma = 0;
}

static int counts_one_less_by_helper_bad(struct ring *r, void *head, struct slot *frags, int n)
{
	struct slot *s = &r->slots[r->next];
	unsigned int count = 0, i = r->next;
	int f;

	s->dma = dma_map_single(r->dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, s->dma))
		goto unwind;
	for (f = 0; f < n; f++) {
		count++;
		i++;
		s = &r->slots[i];
		s->dma = dma_map_single(r->dev, frags[f].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
	}
	return ++count;
unwind:
	s->dma = 0;
	if (count)
		count--;
	while (count--) {
		i--;
		slot_clear(r, &r->slots[i]); // dma/incomplete-loop-unwind: this loop leaves `r->slots[r->next].dma` behind
	}
	return 0;
}

static int counts_all_ok(struct ring *r, void *head, struct slot *frags, int n)
{
	struct slot *s = &r->slots[r->next];
	unsigned int count = 0, i = r->next;
	int f;

	s->dma = dma_map_single(r->dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, s->dma))
		goto unwind;
	for (f = 0; f < n; f++) {
		count++;
		i++;
		if (i == r->count)
			i = 0;
		s = &r->slots[i];
		s->dma = dma_map_single(r->dev, frags[f].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, s->dma))
			goto unwind;
	}
	return ++count;
unwind:
	s->dma = 0;
	while (count--) {
		if (i == 0)
			i += r->count;
		i--;
		s = &r->slots[i];
		if (s->dma)
			dma_unmap_single(r->dev, s->dma, 64, DMA_TO_DEVICE);
	}
	return 0;
}

struct cell { void *mem; dma_addr_t dma; };
struct shelf { struct device *dev; struct cell *cells; };

/* What earlier shelves have is for the caller to undo: this loop is for the one at hand. */
static int shelves_fill_ok(struct shelf *shelf, int shelves, int count)
{
	int i, j;

	for (j = 0; j < shelves; j++) {
		struct cell *cells = kcalloc(count, sizeof(*cells), GFP_KERNEL);

		if (!cells)
			return -ENOMEM;
		shelf[j].cells = cells;
		for (i = 0; i < count; i++) {
			cells[i].mem = kmalloc(256, GFP_KERNEL);
			if (!cells[i].mem)
				goto unwind;
			cells[i].dma = dma_map_single(shelf[j].dev, cells[i].mem, 256, DMA_FROM_DEVICE);
			if (dma_mapping_error(shelf[j].dev, cells[i].dma)) {
				kfree(cells[i].mem);
				goto unwind;
			}
		}
		continue;
unwind:
		while (i > 0) {
			i--;
			dma_unmap_single(shelf[j].dev, cells[i].dma, 256, DMA_FROM_DEVICE);
			kfree(cells[i].mem);
		}
		kfree(cells);
		return -ENOMEM;
	}
	return 0;
}

struct board {
	struct device *dev;
	void *tx[8];
	dma_addr_t tx_dma[8];
	void *rx[16];
	int channels;
	int pools;
};

/* The loop over the pools counts with `i` too, and has counted down to -1 when the buffers are to go. */
static int counts_again_bad(struct board *b)
{
	int i;

	for (i = 0; i < b->channels; i++) {
		b->tx_dma[i] = dma_map_single(b->dev, b->tx[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, b->tx_dma[i]))
			goto unmap;
	}
	for (i = 0; i < b->pools; i++) {
		b->rx[i] = kmalloc(256, GFP_KERNEL);
		if (!b->rx[i])
			goto free; // dma/leak-on-error-path: `b->tx_dma` stays mapped when `counts_again_bad` fails here
	}
	return 0;
free:
	while (--i >= 0)
		kfree(b->rx[i]);
unmap:
	while (--i >= 0)
		dma_unmap_single(b->dev, b->tx_dma[i], 64, DMA_TO_DEVICE); // dma/incomplete-loop-unwind: `i` has counted something else since: this loop does not release what was kept in `tx_dma`
	return -ENOMEM;
}

static void unmap_channel(struct board *b, int i)
{
	dma_unmap_single(b->dev, b->tx_dma[i], 64, DMA_TO_DEVICE);
}

static int map_channel(struct board *b, int i)
{
	b->tx_dma[i] = dma_map_single(b->dev, b->tx[i], 64, DMA_TO_DEVICE);
	return dma_mapping_error(b->dev, b->tx_dma[i]);
}

/* How many pools there are says nothing of the channels. */
static int by_pools_bad(struct board *b)
{
	int i, j;

	for (i = 0; i < b->channels; i++) {
		if (map_channel(b, i))
			goto unmap;
	}
	for (i = 0; i < b->pools; i++) {
		b->rx[i] = kmalloc(256, GFP_KERNEL);
		if (!b->rx[i])
			goto free;
	}
	return 0;
free:
	for (j = 0; j < i; j++)
		kfree(b->rx[j]);
unmap:
	for (j = 0; j < i; j++)
		unmap_channel(b, j); // dma/incomplete-loop-unwind: this loop leaves `b->tx_dma[1]` behind when `by_pools_bad` fails
	return -ENOMEM;
}

static int counts_anew_ok(struct board *b)
{
	int i;

	for (i = 0; i < b->channels; i++) {
		if (map_channel(b, i))
			goto unmap;
	}
	for (i = 0; i < b->pools; i++) {
		b->rx[i] = kmalloc(256, GFP_KERNEL);
		if (!b->rx[i])
			goto free;
	}
	return 0;
free:
	while (--i >= 0)
		kfree(b->rx[i]);
	i = b->channels;
unmap:
	while (--i >= 0)
		unmap_channel(b, i);
	return -ENOMEM;
}

/* The second loop goes over the same channels, and is left only when it went over all. */
static int counts_the_same_ok(struct board *b)
{
	int i;

	for (i = 0; i < b->channels; i++) {
		if (map_channel(b, i))
			goto unmap;
	}
	for (i = 0; i < b->channels; i++)
		board_arm(b, i);
	if (!board_runs(b))
		goto unmap;
	return 0;
unmap:
	while (--i >= 0)
		unmap_channel(b, i);
	return -ENOMEM;
}

struct chunk {
	struct list_head link;
	struct sg_table table;
	dma_addr_t dma;
	void *mem;
};

struct chunks {
	struct device *dev;
	struct list_head all;
};

static int map_chunk(struct chunks *c, struct chunk *chunk)
{
	chunk->dma = dma_map_single(c->dev, chunk->mem, 256, DMA_TO_DEVICE);
	return dma_mapping_error(c->dev, chunk->dma);
}

static void unmap_chunk(struct chunks *c, struct chunk *chunk)
{
	dma_unmap_single(c->dev, chunk->dma, 256, DMA_TO_DEVICE);
}

/* Until the end all of them are on `new`, and nothing is taken from there. */
static int add_chunks_bad(struct chunks *c, int count)
{
	struct chunk *chunk, *next;
	LIST_HEAD(new);

	while (count--) {
		chunk = kzalloc(sizeof(*chunk), GFP_KERNEL);
		if (!chunk)
			goto undo;
		if (map_chunk(c, chunk)) {
			kfree(chunk);
			goto undo;
		}
		list_add_tail(&chunk->link, &new);
	}
	list_splice_tail(&new, &c->all);
	return 0;
undo:
	list_for_each_entry_safe(chunk, next, &c->all, link) { // dma/incomplete-loop-unwind: what is on `new` stays mapped when `add_chunks_bad` ends here
		list_del(&chunk->link);
		unmap_chunk(c, chunk);
		kfree(chunk);
	}
	return -ENOMEM;
}

static int add_chunks_ok(struct chunks *c, int count)
{
	struct chunk *chunk, *next;
	LIST_HEAD(new);

	while (count--) {
		chunk = kzalloc(sizeof(*chunk), GFP_KERNEL);
		if (!chunk)
			goto undo;
		if (map_chunk(c, chunk)) {
			kfree(chunk);
			goto undo;
		}
		list_add_tail(&chunk->link, &new);
	}
	list_splice_tail(&new, &c->all);
	return 0;
undo:
	list_for_each_entry_safe(chunk, next, &new, link) {
		list_del(&chunk->link);
		unmap_chunk(c, chunk);
		kfree(chunk);
	}
	return -ENOMEM;
}

/* Whoever drops a packet says that all is well. */
static int drops_packet_bad(struct ring *r, struct slot *frags, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		r->slot[i].dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, r->slot[i].dma))
			goto drop;
	}
	ring_start(r);
	return 0;
drop:
	for (i--; i > 0; i--)
		dma_unmap_single(r->dev, r->slot[i].dma, 64, DMA_TO_DEVICE); // dma/incomplete-loop-unwind: this loop leaves `r->slot.dma` behind when `drops_packet_bad` fails
	return 0;
}

static int drops_packet_ok(struct ring *r, struct slot *frags, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		r->slot[i].dma = dma_map_single(r->dev, frags[i].cpu, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(r->dev, r->slot[i].dma))
			goto drop;
	}
	ring_start(r);
	return 0;
drop:
	while (--i >= 0)
		dma_unmap_single(r->dev, r->slot[i].dma, 64, DMA_TO_DEVICE);
	return 0;
}
