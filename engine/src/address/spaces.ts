import type { Brand } from './brand.js';

/** What the memory controller sees. */
export type PhysAddr = Brand<number, 'PhysAddr'>;
/** What a device puts on its bus: Linux `dma_addr_t`. */
export type DmaAddr = Brand<number, 'DmaAddr'>;
/** A DMA address that an IOMMU translates. */
export type Iova = Brand<number, 'Iova'>;
/** What kernel code dereferences. */
export type KernelVa = Brand<number, 'KernelVa'>;
/** What user code dereferences; kernel code must not. */
export type UserVa = Brand<number, 'UserVa'>;

export type Address = PhysAddr | DmaAddr | Iova | KernelVa | UserVa;
export type ByteLength = Brand<number, 'ByteLength'>;

export const physAddr = (value: number): PhysAddr => value as PhysAddr;
export const dmaAddr = (value: number): DmaAddr => value as DmaAddr;
export const iova = (value: number): Iova => value as Iova;
export const kernelVa = (value: number): KernelVa => value as KernelVa;
export const userVa = (value: number): UserVa => value as UserVa;
export const bytes = (value: number): ByteLength => value as ByteLength;

/** Moves within one address space; the space cannot change by arithmetic. `length` may be negative. */
export function offsetBy<A extends Address>(address: A, length: number): A {
  return (address + length) as A;
}

/** Behind an IOMMU the number a device puts on its bus is the one the IOMMU translates. */
export const dmaToIova = (address: DmaAddr): Iova => address as number as Iova;
export const iovaToDma = (address: Iova): DmaAddr => address as number as DmaAddr;

/** `0x` and at least eight digits: the way the kernel and the manuals print addresses. */
export function hexAddress(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`;
}
