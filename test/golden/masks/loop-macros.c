static void vex_walk(struct list_head *head, struct scatterlist *sgl, int nents)
{
	list_for_each_entry_safe(pos, next, head, link) {
		list_del(&pos->link);
	}
	for_each_sg(sgl, sg, nents, i)
		use(sg_dma_address(sg));
	hlist_for_each_entry(pos, head, link)
		if (pos->id == 3)
			for_each_child(pos, c) { drop(c); }
	skb_queue_walk(queue, skb) {
		count++;
	}
	with_power(v, wakeref) {
		poke(v);
	}
	loop_unrolled_for(i = 0; i < 4; i++) {
		step(v);
	}
	claim_direct_scoped(return -EBUSY, v)
		step(v);
	forever() { step(v); }
	ret = device_for_each_child(dev, NULL, vex_one);
	bus_for_each_dev(bus, NULL, NULL, vex_one);
	p = (struct pair){ 1, 2 };
}
