struct gart { struct iommu_domain *domain; struct device *dev; };
struct win { struct iommu_domain *domain; struct device *dev; };

static struct iommu_domain *new_domain_bad(struct device *dev)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc(dev);
	int ret;

	if (IS_ERR(domain))
		return domain;
	ret = iommu_attach_device(domain, dev);
	if (ret)
		return ERR_PTR(ret); // iommu/domain-leak: `domain` is not freed when `new_domain_bad` fails here
	return domain;
}

/* Others find `g`, and `gart_close_ok` detaches. */
static int fn_window_bad(struct gart *g, phys_addr_t pa)
{
	int ret = iommu_attach_device(g->domain, g->dev);

	if (ret)
		return ret;
	ret = iommu_map(g->domain, 0, pa, SZ_1M, IOMMU_READ, GFP_KERNEL);
	if (ret)
		return ret;
	return 0;
}

static void gart_close_ok(struct gart *g)
{
	iommu_detach_device(g->domain, g->dev);
}

static int order_bad(struct device *dev)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc(dev);

	if (IS_ERR(domain))
		return PTR_ERR(domain);
	if (iommu_attach_device(domain, dev)) {
		iommu_domain_free(domain);
		return -ENODEV;
	}
	iommu_domain_free(domain);
	iommu_detach_device(domain, dev); // iommu/domain-leak: detaches `domain`, which is freed already
	return 0;
}

static struct iommu_domain *new_domain_ok(struct device *dev)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc(dev);
	int ret;

	if (IS_ERR(domain))
		return domain;
	ret = iommu_attach_device(domain, dev);
	if (ret) {
		iommu_domain_free(domain);
		return ERR_PTR(ret);
	}
	return domain;
}

/* Whoever opened the window closes it. */
static int kept_ok(struct win *w)
{
	w->domain = iommu_paging_domain_alloc(w->dev);
	if (IS_ERR(w->domain))
		return PTR_ERR(w->domain);
	return iommu_attach_device(w->domain, w->dev);
}

static void free_ok(struct win *w)
{
	iommu_domain_free(w->domain);
}

static int managed_ok(struct device *dev, struct win *w)
{
	int ret;

	w->domain = iommu_paging_domain_alloc(dev);
	if (IS_ERR(w->domain))
		return PTR_ERR(w->domain);
	ret = devm_add_action_or_reset(dev, free_ok, w);
	if (ret)
		return ret;
	return iommu_attach_device(w->domain, dev);
}

/* What is no error pointer is not NULL either. */
static int optional_ok(struct device *dev, struct win *w, void __iomem *regs)
{
	int ret = 0;

	w->domain = iommu_paging_domain_alloc(dev);
	if (IS_ERR(w->domain))
		return PTR_ERR(w->domain);
	if (readl(regs)) {
		ret = -EIO;
		goto domain;
	}
	return 0;
domain:
	if (w->domain)
		iommu_domain_free(w->domain);
	return ret;
}

/* What goes wrong is an error pointer here, so NULL is none. */
static void *gart_open_ok(struct gart *g)
{
	int ret;

	g->domain = iommu_paging_domain_alloc(g->dev);
	if (IS_ERR(g->domain))
		return ERR_CAST(g->domain);
	ret = iommu_attach_device(g->domain, g->dev);
	if (ret) {
		iommu_domain_free(g->domain);
		return ERR_PTR(ret);
	}
	return NULL;
}
