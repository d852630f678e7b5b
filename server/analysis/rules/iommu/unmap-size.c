struct win { struct iommu_domain *domain; size_t size; };

static int errno_bad(struct win *w, unsigned long iova, size_t len)
{
	int ret = iommu_unmap(w->domain, iova, len);

	if (ret) // iommu/unmap-size: takes the number of bytes `iommu_unmap` unmapped for an error number
		return ret;
	w->size = 0;
	return 0;
}

static int negative_bad(struct win *w, unsigned long iova, size_t len)
{
	int ret;

	ret = iommu_unmap(w->domain, iova, len);
	if (ret < 0) // iommu/unmap-size: for an error number
		pr_err("not unmapped\n");
	return 0;
}

static int sizes_bad(struct win *w, unsigned long iova, phys_addr_t pa)
{
	int ret = iommu_map(w->domain, iova, pa, SZ_1M, IOMMU_READ, GFP_KERNEL);

	if (ret)
		return ret;
	iommu_unmap(w->domain, iova, SZ_64K); // iommu/unmap-size: unmaps `65536` bytes, but `1048576` were mapped
	return 0;
}

static int compared_ok(struct win *w, unsigned long iova, size_t len)
{
	size_t done = iommu_unmap(w->domain, iova, len);

	if (done != len)
		return -EIO;
	return 0;
}

static void ignored_ok(struct win *w, unsigned long iova, phys_addr_t pa)
{
	if (iommu_map(w->domain, iova, pa, SZ_1M, IOMMU_READ, GFP_KERNEL))
		return;
	iommu_unmap(w->domain, iova, 0x100000);
}

/* Nothing was unmapped. */
static int none_ok(struct win *w, unsigned long iova, size_t len)
{
	size_t done = iommu_unmap(w->domain, iova, len);

	if (!done)
		return -EINVAL;
	if (done)
		w->size -= done;
	return 0;
}

/* Mapped piece by piece, unmapped as a whole. */
static void pieces_ok(struct win *w, unsigned long iova, phys_addr_t pa)
{
	int i;

	for (i = 0; i < 16; i++)
		if (iommu_map(w->domain, iova, pa, SZ_4K, IOMMU_READ, GFP_KERNEL))
			return;
	iommu_unmap(w->domain, iova, SZ_64K);
}
