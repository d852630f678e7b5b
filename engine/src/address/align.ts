import type { Address } from './spaces.js';

/** The page size of every modeled kernel. Linux arch/arm/include/asm/page.h (6.12), PAGE_SHIFT 12. */
export const pageBytes = 4096;

/**
 * The multiple of `granule` at or below `value`. `granule` is in bytes and at least 1.
 *
 * Arithmetic, not `value & ~(granule - 1)`: JavaScript's bit operators work on 32 bits and
 * would silently cut an LPAE address.
 */
export function alignDown<A extends Address | number>(value: A, granule: number): A {
  return (value - (value % granule)) as A;
}

/** The multiple of `granule` at or above `value`. */
export function alignUp<A extends Address | number>(value: A, granule: number): A {
  return alignDown((value + granule - 1) as A, granule);
}

export function isAligned(value: number, granule: number): boolean {
  return value % granule === 0;
}

/** Distance of `value` from the granule boundary below it. */
export function offsetIn(value: number, granule: number): number {
  return value % granule;
}

/** Pages needed to hold `length` bytes that start on a page boundary. */
export function pageCount(length: number): number {
  return Math.ceil(length / pageBytes);
}

/** The smallest n with 2^n pages ≥ `length` bytes: Linux `get_order`. Zero bytes have order 0 here. */
export function orderOf(length: number): number {
  let order = 0;
  for (let block = pageBytes; block < length; block *= 2) order += 1;
  return order;
}

/** The smallest n with 2^n ≥ `count`: Linux `order_base_2`. */
export function orderOfCount(count: number): number {
  let order = 0;
  while (2 ** order < count) order += 1;
  return order;
}
