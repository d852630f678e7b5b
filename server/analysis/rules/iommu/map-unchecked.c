struct fw { struct iommu_domain *domain; struct device *dev; };

static void map_bad(struct fw *f, unsigned long iova, phys_addr_t pa)
{
	iommu_map(f->domain, iova, pa, SZ_1M, IOMMU_READ, GFP_KERNEL); // iommu/map-unchecked: `iommu_map` can fail, and nothing looks at its result
}

static void attach_bad(struct fw *f)
{
	int ret;

	ret = iommu_attach_device(f->domain, f->dev); // iommu/map-unchecked: `iommu_attach_device` can fail
}

static int untested_bad(struct fw *f)
{
	struct iommu_domain *domain = iommu_domain_alloc(&platform_bus_type); // iommu/map-unchecked: used unchecked: passed to `iommu_attach_device`
	int ret = iommu_attach_device(domain, f->dev);

	if (ret)
		iommu_domain_free(domain);
	return ret;
}

static int null_bad(struct fw *f)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc(f->dev);
	int ret;

	if (!domain) // iommu/map-unchecked: takes `NULL` for failure, but `iommu_paging_domain_alloc` returns an error pointer
		return -ENOMEM;
	ret = iommu_attach_device(domain, f->dev);
	if (ret)
		iommu_domain_free(domain);
	return ret;
}

static int error_pointer_bad(struct fw *f)
{
	struct iommu_domain *domain = iommu_domain_alloc(&platform_bus_type);
	int ret;

	if (IS_ERR(domain)) // iommu/map-unchecked: takes an error pointer for failure, but `iommu_domain_alloc` returns NULL
		return PTR_ERR(domain);
	ret = iommu_attach_device(domain, f->dev);
	if (ret)
		iommu_domain_free(domain);
	return ret;
}

static int tested_ok(struct fw *f, unsigned long iova, phys_addr_t pa)
{
	int ret = iommu_map(f->domain, iova, pa, SZ_1M, IOMMU_READ, GFP_KERNEL);

	if (WARN_ON(ret))
		return ret;
	return iommu_map(f->domain, iova + SZ_1M, pa, SZ_1M, IOMMU_READ, GFP_KERNEL);
}

static int optional_ok(struct fw *f)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(f->dev);

	return domain ? iommu_attach_device(domain, f->dev) : 0;
}

static struct iommu_domain *both_ok(struct fw *f)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc(f->dev);

	if (IS_ERR_OR_NULL(domain))
		return NULL;
	if (iommu_attach_device(domain, f->dev)) {
		iommu_domain_free(domain);
		return NULL;
	}
	return domain;
}
