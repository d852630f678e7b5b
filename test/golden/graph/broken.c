static int half(int n)
{
	before(n);
	if (n)
		n = = 3;
	after(n);
	return n;
}

static void condition(int n)
{
	if (n ==)
		one();
	two();
}
