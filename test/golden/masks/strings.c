#define DRV "vex"
static void vex_say(u64 n)
{
	printk(KERN_ERR DRV ": %" PRIu64 __stringify(END) "\n", n);
	pr_info("plain");
	return dev_name("a" DRV);
}
