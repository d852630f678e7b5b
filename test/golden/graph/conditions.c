static int conditions(int a, int b, int c)
{
	int x, y;

	if (a && !b || c > 3)
		both();
	if (unlikely(!(a || b)))
		neither();
	x = a && b;
	y = a ? b : c;
	x = y ?: fallback(x);
	while (a--, b)
		step(a);
	(void)(a ? one() : two());
	return !x;
}

static void constants(void)
{
	if (0)
		never_called();
	if (1 || anything())
		always();
	do {
		once();
	} while (0);
}

static void postfix(struct foo *f)
{
	if (!f->users++)
		start(f);
	if (--f->users == 0)
		stop(f);
}
