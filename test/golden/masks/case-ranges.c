static int digit(int c)
{
	switch (c) {
	case '0' ... '9':
		return c - '0';
	case FIRST(1) ... LAST(2): /* ... */
		return x ? 1 : 2;
	default:
		return -1;
	}
}
static const int map[] = { [0 ... 3] = -1 };
