import { oncePer } from '../base/once-per.js';
import { type CallingContext, contextKey } from '../contract/calling-context.js';
import type { Contract, ContractEntry } from '../contract/entry.js';
import { digestOf as factsDigest } from '../symbolic/constraints.js';
import { digestOf as storeDigest } from '../symbolic/store.js';
import type { LocalId } from '../graph/instr.js';
import { added, type Digest, emptyDigest, hashOf, hashOfText } from '../symbolic/digest.js';
import type { Term } from '../symbolic/term.js';
import type { Frame, Path } from './path.js';

/** Equal for paths at one place that, with equal contracts, will do the same from there on. */
export function stateDigest({ frame, store, facts }: Path): Digest {
  return hashOf(framesDigest(frame), storeDigest(store), factsDigest(facts));
}

/** What the variables hold, of the function itself and of those that wait for it to return. */
function framesDigest({ locals, caller }: Frame): Digest {
  const own = locals.summarize(localsDigest);
  return caller === undefined ? own : hashOf(own, framesDigest(caller.frame));
}

const localsDigest = {
  none: emptyDigest,
  of: (local: LocalId, { id }: Term): Digest => hashOf(local, id),
  join: added,
};

/** What the contract says, without the places in the code it came from, and what the code may do. */
export function contractDigest({ contract, context, told }: Path): Digest {
  return hashOf(hashOfText(told ?? ''), entriesDigest(contract), contextDigest(context));
}

const entriesDigest = oncePer(
  (contract: Contract): Digest => (contract.length === 0 ? emptyDigest : hashOf(...contract.map(entryDigest))),
);

const entryDigest = oncePer((entry: ContractEntry): Digest => hashOfText(keyOf(entry)));

const contextDigest = oncePer((context: CallingContext): Digest => hashOfText(contextKey(context)));

function keyOf(entry: ContractEntry): string {
  const { id, state, owner, escaped, published, startedAt, writes, heldIn, tests, releasedAt, given } = entry;
  const passed = `${entry.passedOver?.at.start ?? ''}${entry.passedOver?.mayBeMeant === true ? '?' : ''}.${entry.dropped?.start ?? ''}`;
  const flags = [
    escaped,
    entry.leftByLoop === true,
    entry.handedOn === true,
    entry.passed !== undefined,
    entry.assumed === true,
    entry.maybeReleased,
    published !== undefined,
    startedAt !== undefined,
  ]
    .map(Number)
    .join('');
  const places = `${releasedAt?.start ?? ''}:${passed}:${writes.length}:${heldIn.map((region) => region.id).join('.')}:${tests.length}`;
  // A release is judged by these: on two paths they may differ, as with `read ? DMA_FROM_DEVICE : DMA_TO_DEVICE`.
  const { dma, cpu, size, direction, attributes, mapped } = entry;
  const values = [dma, cpu, size, direction, attributes, mapped, given?.kept].map((term) => term?.id ?? '').join(':');
  return `${id}:${state}:${owner}:${flags}:${places}:${values}`;
}
