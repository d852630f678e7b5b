struct vex {
	DECLARE_BITMAP(used, VEX_RING);
	KABI_RESERVE(1)
	KABI_RESERVE(2);
	struct_group(pair, u32 a; u32 b;);
	struct_group_tagged(vex_hdr, hdr,
		u8 kind;
		u8 flags;
	);
	DECLARE_FLEX_ARRAY(struct desc, ring);
};
static void f(void)
{
	DECLARE_BITMAP(local, 32) = { 0 };
}
