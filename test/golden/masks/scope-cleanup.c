static int vex_start(struct vex *v)
{
	struct buf *b __free(kfree) = kzalloc(sizeof(*b), GFP_KERNEL);

	guard(mutex)(&v->lock);
	guard(rcu)();
	scoped_guard(spinlock_irqsave, &v->ring[0].lock)
		v->running = true;
	scoped_cond_guard(mutex_intr, return -EINTR, &v->io) {
		v->count++;
	}
	return 0;
}
