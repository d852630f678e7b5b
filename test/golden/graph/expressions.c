static int old_style(a, b)
	int a;
	char *b;
{
	return a + *b;
}

static int statement_expression(int n)
{
	int x = ({
		int doubled = n * 2;

		if (doubled > 8)
			return -1;
		doubled + 1;
	});

	return x;
}

static void assembly(int in)
{
	int out;

	asm volatile("mov %0, %1" : "=r" (out) : "r" (in) : "memory");
	use(out);
}

static void sequence(int a, int b)
{
	int c = (a++, b + a);

	c <<= 2, b = -c;
	a = b = c;
	a = ~b & 0xf0 | 'A';
	use("one" "two", NULL, true, 1UL << 3, -1);
}

static int shadow(int x)
{
	{
		int x = 2;

		use(x);
	}
	return x;
}

static void computed(void *where)
{
	goto *where;
}
