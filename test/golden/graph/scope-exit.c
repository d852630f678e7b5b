static struct foo *owned(struct device *dev, int n)
{
	struct foo *f __free(kfree) = kzalloc(sizeof(*f), GFP_KERNEL);
	struct device_node *np __free(device_node) = of_get_next_child(dev->of_node, NULL);

	if (!f)
		return NULL;
	if (n < 0)
		goto out;
	for (;;) {
		char *tmp __free(kfree) = kmalloc(n, GFP_KERNEL);

		if (tmp)
			break;
		if (n++)
			continue;
		fill(tmp);
	}
	return_ptr(f);
out:
	return NULL;
}

static int guarded(struct foo *f)
{
	guard(mutex)(&f->lock);
	if (f->busy)
		return -EBUSY;
	scoped_guard(spinlock_irqsave, &f->slock) {
		if (f->stop)
			return 0;
		f->busy = 1;
	}
	return f->result;
}

static int transfer(struct foo **to)
{
	struct foo *f __free(kfree) = make();

	*to = no_free_ptr(f);
	return 0;
}
