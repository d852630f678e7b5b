import { rootOf, type Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { same, type World } from './world.js';

/**
 * Whether two values were read from two fields of one object, and nothing says that they are the same all the same: two
 * pools of a driver, say. Fields of different objects may lead to one thing by any number of ways.
 */
export function areOfTwoFields(world: World, left: Term | undefined, right: Term | undefined): boolean {
  if (left === undefined || right === undefined || left === right || same(world, left, right) === 'yes') return false;
  const places = [left, right].map((value) => (isUnchanged(value) ? world.readFrom(value) : undefined));
  const [one, other] = places;
  if (one?.kind !== 'field' || other?.kind !== 'field') return false;
  return one.name !== other.name && one.parent === other.parent;
}

/** As the path found it, so that nothing wrote to the place in between: see `initialValue` of the executor for the key. */
const isUnchanged = (value: Term): boolean => value.kind === 'symbol' && /^loaded:.*@0$/.test(value.key);

/**
 * For `chan->device->dev`, the device behind a channel of a DMA engine: the objects that led to the channel, nearest
 * first. `undefined` for any other device.
 */
export function clientsOfEngine(world: World, device: Term | undefined): readonly Region[] | undefined {
  const place = device === undefined ? undefined : world.readFrom(device);
  // Of struct dma_chan and struct dma_device, Linux include/linux/dmaengine.h (6.12).
  if (place?.kind !== 'field' || place.name !== 'dev') return undefined;
  const channel = leadingTo(world, place);
  if (channel?.kind !== 'field' || channel.name !== 'device') return undefined;
  const clients: Region[] = [];
  for (let from = leadingTo(world, channel); from !== undefined; from = leadingTo(world, from)) {
    if (from.kind !== 'field' || clients.includes(from.parent)) break;
    clients.push(from.parent);
  }
  return clients;
}

/** The place from which the pointer to the object of a field was read. */
function leadingTo(world: World, place: Region): Region | undefined {
  const { pointer } = rootOf(place);
  return pointer === undefined ? undefined : world.readFrom(pointer);
}

/** The object in which a value was found. */
export function objectOf(world: World, value: Term | undefined): Region | undefined {
  const place = value === undefined ? undefined : world.readFrom(value);
  return place?.kind === 'field' && rootOf(place).rootKind === 'pointee' ? place.parent : undefined;
}
