#define SIZE 64
#define HALF (SIZE / 2)
#define REG(n) (0x100 + (n) * 4)
#define write_reg(p, n, v) writel(v, (p)->base + REG(n))
#define RING(p) ((p)->ring)
#define CHECK(x)			\
	do {				\
		if (!(x))		\
			return -EINVAL;	\
	} while (0)
#define to_foo(d) container_of(d, struct foo, dev)
#define field_of(p, name) ((p)->name##_field)
#define trace(fmt, ...) printk("foo: " fmt, ##__VA_ARGS__)
#define name_of(x) #x
#define LOCK(p) spin_lock(&(p)->lock); (p)->held = 1
#define is_ready(p) ((p)->up && !(p)->down)
#define SELF SELF
#define alias real_function
#define BROKEN(x) = x (

struct foo {
	struct device dev;
	void __iomem *base;
	int ring, held, up, down, tx_field;
	spinlock_t lock;
};

static int uses(struct device *dev, int n)
{
	struct foo *f = to_foo(dev);
	u8 buf[SIZE];

	CHECK(n);
	write_reg(f, n, HALF);
	RING(f) = n;
	RING(f) += field_of(f, tx);
	LOCK(f);
	if (is_ready(f))
		trace("ready %d\n", n);
	trace("no arguments\n");
	alias(name_of(a "b"), SELF, sizeof(buf), DMA_BIT_MASK(32));
	BROKEN(n);
	return 0;
}
