struct bo {
	struct iommu_domain *domain;
	struct sg_table *sgt;
	size_t size;
};

static int zero_bad(struct bo *bo, unsigned long iova, int prot)
{
	size_t mapped = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);

	if (!mapped) // iommu/map-sgtable-result: a negative error number of `iommu_map_sgtable` in `size_t` is compared with 0
		return -ENOMEM;
	return 0;
}

static int field_bad(struct bo *bo, unsigned long iova, int prot)
{
	bo->size = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);
	if (!bo->size) // iommu/map-sgtable-result: in `size_t` is compared with 0
		return -ENOMEM;
	return 0;
}

static int short_bad(struct bo *bo, unsigned long iova, size_t len, int prot)
{
	size_t mapped = iommu_map_sg(bo->domain, iova, bo->sgt->sgl, bo->sgt->nents, prot, GFP_KERNEL);

	if (mapped < len) // iommu/map-sgtable-result: in `size_t` counts as a size
		return -ENOMEM;
	return 0;
}

static int signed_zero_bad(struct bo *bo, unsigned long iova, int prot)
{
	ssize_t mapped = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);

	if (mapped == 0) // iommu/map-sgtable-result: of `iommu_map_sgtable` is compared with 0
		return -ENOMEM;
	return 0;
}

static int negative_ok(struct bo *bo, unsigned long iova, int prot)
{
	ssize_t mapped = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);

	if (mapped < 0)
		return mapped;
	bo->size = mapped;
	return 0;
}

static int none_or_negative_ok(struct bo *bo, unsigned long iova, int prot)
{
	int mapped = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);

	return mapped <= 0 ? -ENOMEM : 0;
}

/* No error number is the size that was asked for. */
static int whole_ok(struct bo *bo, unsigned long iova, size_t len, int prot)
{
	size_t mapped = iommu_map_sgtable(bo->domain, iova, bo->sgt, prot);

	WARN_ON(!mapped);
	return mapped == len ? 0 : -EINVAL;
}
