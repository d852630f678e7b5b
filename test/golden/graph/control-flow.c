static int else_if(int a)
{
	int r;

	if (a == 1)
		r = 10;
	else if (a == 2)
		r = 20;
	else
		r = 30;
	return r;
}

static void loops(int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (i == 2)
			continue;
		if (i == 5)
			break;
		step(i);
	}
	while (n--)
		step(n);
	do {
		step(n);
	} while (++n < 4);
	for (;;) {
		if (done())
			return;
	}
}

static int unwind(struct ring *r)
{
	int err;

	err = first(r);
	if (err)
		goto out;
	err = second(r);
	if (err)
		goto undo_first;
	return 0;

undo_first:
	undo(r);
out:
	return err;
}

static void retry(void)
{
again:
	if (attempt())
		goto again;
}

static void into_loop(int n)
{
	goto middle;
	while (n) {
		before(n);
middle:
		after(n);
		n--;
	}
}

static void unreachable_code(void)
{
	return;
	never_called();
}

static void infinite(void)
{
	while (1)
		cpu_relax();
}
