#define DRV_API __attribute__((visibility("default")))

struct __packed desc {
	__le32 addr __aligned(8);
	u8 data[64] ____cacheline_aligned;
	struct { u8 tail; } __attribute__((packed, aligned(4))) rest;
} __packed;

static int __init vex_init(void __iomem *base, const char __user *from)
	__must_hold(&lock);

DRV_API STATIC void vex_exit(struct vex *v __maybe_unused)
{
	printk(KERN_INFO pr_fmt("bye __iomem\n")); /* __packed in a comment */
	v->__unused = (__force u32)v->word;
	goto __error;
__error:
	return;
}
