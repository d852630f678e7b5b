static struct vex *to_vex(struct work_struct *work, struct list_head *head)
{
	struct vex *v = container_of(work, struct vex, work);
	size_t n = min_t(unsigned int, v->len, sizeof(struct desc));
	u8 *p = va_arg(ap, const u8 *);
	typeof(*v) copy = *v;
	int at = offsetof(struct desc, rest.tail) + offsetof(struct desc, tail);

	v = list_first_entry(head, struct vex /* the one */, link);
	return call(v, (struct vex *)p, n * 2, sizeof(struct vex *));
}

static int declared(struct vex *v, unsigned int n, const u8 *p);
static const u32 table[] = { FIELD_SIZE(struct desc, addr) };
