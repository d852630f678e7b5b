#define LAST 9
enum kind { SMALL = 1, LARGE };

static int select(enum kind kind, int n)
{
	int r = 0;

	switch (kind) {
	case SMALL:
		r = 1;
		fallthrough;
	case LARGE:
		r += 2;
		break;
	case 4 ... 7:
		return 3;
	case LAST:
	case HEADER_NAME:
		while (n--) {
			if (n == 1)
				continue;
			break;
		}
		break;
	default:
		r = -EINVAL;
	}
	return r;
}

static void without_default(int a)
{
	switch (a) {
	case 1:
		one();
	}
}

static void device(int count)
{
	switch (count % 2) {
	case 0:
		do {
			put();
	case 1:
			put();
		} while ((count -= 2) > 0);
	}
}
