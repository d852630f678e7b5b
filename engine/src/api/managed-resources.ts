// What a driver has for as long as it has its device. Source: drivers/base/devres.c (6.12).

import { emptyStack, type Stack } from '../data/stack.js';
import { change, type Transition } from '../ops/transition.js';
import type { ManagedResource } from '../state/driver-state.js';
import type { DeviceId } from '../state/ids.js';

export function addManaged(now: Transition, device: DeviceId, resource: ManagedResource): void {
  setManaged(now, device, managedOf(now, device).push(resource));
}

/** Newest first: the order of release. */
export function managedOf(now: Transition, device: DeviceId): Stack<ManagedResource> {
  return now.state.driver.managed.get(device) ?? emptyStack<ManagedResource>();
}

type Fits = (resource: ManagedResource) => boolean;

export function isManaged(now: Transition, device: DeviceId, fits: Fits): boolean {
  return [...managedOf(now, device)].some(fits);
}

/** Takes the newest fitting resource off the list, and answers whether there was one. */
export function forgetManaged(now: Transition, device: DeviceId, fits: Fits): ManagedResource | undefined {
  const all = [...managedOf(now, device)];
  const found = all.find(fits);
  if (found === undefined) return undefined;
  const left = all.filter((it) => it !== found).toReversed();
  setManaged(
    now,
    device,
    left.reduce((pile, it) => pile.push(it), emptyStack<ManagedResource>()),
  );
  return found;
}

export function forgetAllManaged(now: Transition, device: DeviceId): void {
  change(now, { driver: { ...now.state.driver, managed: now.state.driver.managed.delete(device) } });
}

function setManaged(now: Transition, device: DeviceId, pile: Stack<ManagedResource>): void {
  const managed = now.state.driver.managed;
  const next = pile.size === 0 ? managed.delete(device) : managed.set(device, pile);
  change(now, { driver: { ...now.state.driver, managed: next } });
}
