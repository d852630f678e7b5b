struct point {
	int x, y;
};

struct line {
	struct point from, to;
	int tags[4];
	struct device *dev;
};

static void lists(struct device *dev, int n)
{
	struct line zero = {}, also_zero = { 0 };
	struct line l = { .from = { 1, 2 }, .to.y = n, .tags[2] = 7, .dev = dev };
	struct point ordered = { n, .y = 3 };
	int numbers[] = { 1, [3] = n, 5 };
	char text[] = "ab";
	int scalar = { 4 };
	struct header_struct h = { n, 2 };

	use(&zero, &also_zero, &l, &ordered, numbers, text, sizeof(numbers), sizeof(text), scalar, &h);
}

static void literals(struct line *l, int n)
{
	struct point p = (struct point){ .x = n };

	*l = (struct line){ .from = l->to };
	l->to = n ? p : l->from;
	use(&(struct point){ 1, n });
}
