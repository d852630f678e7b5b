/**
 * Mistakes of the kernel's page-table code, by their ids in docs/platforms.md. A format has all of them unless it is
 * made without.
 *
 * `Q14`: OMAP clears the right words of a large page and cleans others.
 * `Q15`: OMAP writes a page's word into the memory that a section maps.
 * `Q19`: Exynos does not flush cached first-level words when a section replaces a table.
 * `Q21`: a block over a populated table unmaps everything below it (short descriptors, LPAE).
 * `Q23`: unmapping part of a section forgets its address, and most of a supersection cannot be split (short descriptors).
 * `Q25`: address bits that do not fit the word disappear (Exynos, OMAP, Rockchip).
 */
export type FormatQuirk = 'Q14' | 'Q15' | 'Q19' | 'Q21' | 'Q23' | 'Q25';

export type FormatQuirks = ReadonlySet<FormatQuirk>;

export const everyFormatQuirk: FormatQuirks = new Set(['Q14', 'Q15', 'Q19', 'Q21', 'Q23', 'Q25']);
