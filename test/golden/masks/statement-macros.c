static void vex_debug(struct vex *v)
{
	static DEFINE_RATELIMIT_STATE(rs, 5, 10);
	TRACE_IN(v)
	TRACE_LOCK(v)
	v->n = 1;
	if unlikely(v->n)
		SAY("x")
	else
		v->n = call(v);
	IF_DEBUG(printk("a");)
	IF_DEBUG(if (v) printk("b"));
	poll_usec(v->dev, 100, if (ready(v)) break;);
	if (poll_usec(v->dev, 100, if (ready(v)) break;) < 0)
		return;
	DECLARE_TEST(struct test *t = get_test();)
	if (flag_is(v, 5705_PLUS) || COMPARE(v->n, <, 0x1fUL))
		v->n = 1.5e3;
	if (v->n) {
		TRACE_OUT(v)
	}
}
