import type { SymbolInfo, Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';

/**
 * Addresses, the pages they lie in, and the numbers of those, as terms: each undoes the other, so that what went through a
 * page is known again. Linux include/asm-generic/memory_model.h, include/linux/mm.h (6.12).
 */

const pointer = (name: string): SymbolInfo => ({ name, bits: 32, signed: false, isPointer: true });

/** `virt_to_page()` */
export const pageOf = (cx: ExecContext, address: Term): Term =>
  argumentOf(address, 'address-of-page') ?? cx.terms.apply('page-of', [address], pointer('virt_to_page'));

/** `page_address()` */
export const addressOfPage = (cx: ExecContext, page: Term): Term =>
  argumentOf(page, 'page-of') ?? cx.terms.apply('address-of-page', [page], pointer('page_address'));

/** `pfn_to_page()` */
export const pageOfFrame = (cx: ExecContext, frame: Term): Term =>
  cx.terms.apply('page-of-frame', [frame], pointer('pfn_to_page'));

/**
 * `pfn_to_page(0x1000)`, or its address: no driver knows by heart what lies at a frame, so this is a stand-in that no device
 * is to read. Drivers/gpu/drm/i915/selftests/i915_gem_gtt.c, fake_get_pages() (6.12) makes its pages so.
 */
export function isOfMadeUpFrame(memory: Term): boolean {
  const page = argumentOf(memory, 'address-of-page') ?? memory;
  return argumentOf(page, 'page-of-frame')?.kind === 'const';
}

const argumentOf = (value: Term, of: string): Term | undefined =>
  value.kind === 'apply' && value.name === of ? value.args[0] : undefined;
