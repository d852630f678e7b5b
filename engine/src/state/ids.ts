import type { Brand } from '../address/brand.js';

/** The number of an op, counted from 1; 0 is boot. */
export type StepId = Brand<number, 'StepId'>;
/** A mapping or an allocation made through the DMA API. */
export type MapId = Brand<number, 'MapId'>;
/** A piece of memory somebody allocated. */
export type ObjectId = Brand<number, 'ObjectId'>;
/** Something several may hold: a dma-buf, an attachment, a video queue, a GEM object, the memory behind them. */
export type SharedId = Brand<number, 'SharedId'>;
/** A process' address space. */
export type MmId = Brand<number, 'MmId'>;
/** A pool of small coherent blocks. */
export type PoolId = Brand<number, 'PoolId'>;
/** Named by whoever writes the trace. */
export type DeviceId = Brand<string, 'DeviceId'>;

export const stepId = (value: number): StepId => value as StepId;
export const mapId = (value: number): MapId => value as MapId;
export const objectId = (value: number): ObjectId => value as ObjectId;
export const sharedId = (value: number): SharedId => value as SharedId;
export const mmId = (value: number): MmId => value as MmId;
export const poolId = (value: number): PoolId => value as PoolId;
export const deviceId = (name: string): DeviceId => name as DeviceId;
