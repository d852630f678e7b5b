static DEFINE_SPINLOCK(vex_lock);
static DEFINE_PER_CPU(struct vex *, current_vex) = NULL;
MODULE_LICENSE("GPL");
EXPORT_SYMBOL_GPL(vex_map)
static int plain(void);
STATIC DEF_QUEUE(vex_queue)

irqreturn_t (*handler)(int, void *);
int vex_map(struct vex *v)
{
	MODULE_LICENSE("GPL");
	return 0;
}
DEFINE_SIMPLE_DEV_PM_OPS(vex_pm, vex_suspend, vex_resume);
