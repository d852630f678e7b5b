import type { Instr } from '../graph/instr.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import type { HandlerKind } from './event.js';
import { fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import { asksFlag, isBesideItem, takesList } from './handler-guards.js';
import type { Releases } from './releases.js';
import { testsOf } from './tests.js';

/** A function that the kernel runs later, by itself. */
export interface Handler {
  readonly kind: HandlerKind;
  readonly functionName: string;
  /** The member that was set up to run it. */
  readonly item: string;
}

const setUps: ReadonlyMap<string, HandlerKind> = new Map([
  ['INIT_WORK', 'work'],
  ['INIT_DELAYED_WORK', 'work'],
  ['INIT_DEFERRABLE_WORK', 'work'],
  ['tasklet_setup', 'tasklet'],
  ['tasklet_init', 'tasklet'],
  ['timer_setup', 'timer'],
  ['setup_timer', 'timer'],
]);

/** What is back only when the handler has ended. Linux include/linux/workqueue.h, interrupt.h and timer.h (6.12). */
const waiters: { readonly [Kind in HandlerKind]: RegExp } = {
  work: /^(?:(?:cancel|disable)_(?:delayed_)?work_sync|flush_(?:delayed_)?work)$/,
  tasklet: /^tasklet_(?:kill|disable|unlock_wait)$/,
  timer: /^(?:(?:try_to_)?del_timer_sync|timer_(?:delete|shutdown)_sync|del_singleshot_timer_sync)$/,
};

/** What waits for every work of a queue, whose name is not asked for, or for one that it is given. */
const queueWaiters =
  /^(?:(?:destroy|flush|drain|cancel)_(?:\w+_)*(?:workqueue|work|scheduled_work)\w*|flush_scheduled_work)$/;

/** One that runs already goes on. Linux kernel/workqueue.c (6.12). */
const noWaiters = /^cancel_(?:delayed_)?work$/;

export const isWaiter = (name: string, { kind }: Handler): boolean => waiters[kind].test(name);

/** The handlers that this file sets up, of those it defines. */
export function handlersOf({ index }: WrittenFile): readonly Handler[] {
  return index.registrations.flatMap(({ functionName, how, item }) => {
    const kind = setUps.get(how);
    return kind === undefined || item === undefined ? [] : { kind, functionName, item };
  });
}

/** Whether some function of the module waits for a handler, or may do so with something that has it. */
export function isWaitedFor(file: WrittenFile, handler: Handler): boolean {
  const { index } = file;
  const others = handlersOf(file).filter(({ item }) => item !== handler.item);
  const mayWait = ({ mentions, mentionedFields }: FunctionDeclaration): boolean =>
    [...mentions].some((name) => {
      if (isWaiter(name, handler))
        return !others.some(({ item }) => mentionedFields.has(item)) || mentionedFields.has(handler.item);
      return handler.kind === 'work' && queueWaiters.test(name) && !noWaiters.test(name);
    });
  if ([...index.functions.values(), ...index.externals.values()].some(mayWait)) return true;
  if (tellsOthers(index, handler)) return true;
  // What other files do with it is not asked: that they have to do with it is enough.
  if (index.isNamedAside(handler.item)) return true;
  return index.others.some(({ functions }) =>
    [...functions.values()].some(({ mentionedFields }) => mentionedFields.has(handler.item)),
  );
}

/** Whoever frees may wait for a sign of the handler itself. */
function tellsOthers({ functions }: FileIndex, { functionName }: Handler): boolean {
  const depths = new Map([[functionName, 0]]);
  for (const [name, depth] of depths) {
    if (signs.test(name)) return true;
    if (depth > maxDepth) continue;
    for (const word of functions.get(name)?.mentions ?? []) if (!depths.has(word)) depths.set(word, depth + 1);
  }
  return false;
}

// Linux include/linux/completion.h, wait.h, kref.h and refcount.h (6.12).
const signs = /^(?:complete(?:_all)?|wake_up\w*|kref_put\w*|(?:refcount|atomic)_dec_and_test)$/;

/** What a handler does with memory, by itself or in the functions it calls. Fields that it tests are neither. */
export interface HandledFields {
  /** The fields whose pointers it follows or gives on, and does not release. */
  readonly followed: ReadonlySet<string>;
  /** Whose memory it frees, as others may who have agreed with it on that. */
  readonly freed: ReadonlySet<string>;
  /** Itself and the functions it calls. */
  readonly functions: ReadonlySet<string>;
}

export function handledFields(file: WrittenFile, handler: Handler, releases: Releases): HandledFields {
  const flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  const found = new Set<string>();
  const tested = new Set<string>();
  const released = new Set<string>();
  const freed = new Set<string>();
  const depths = new Map([[handler.functionName, 0]]);
  // A map visits what is added to it while it is walked.
  for (const [name, depth] of depths) {
    const flow = flows.get(name);
    if (asksForDevice.test(name)) return { followed: new Set(), freed: new Set(), functions: new Set() };
    if (flow === undefined) continue;
    const isGuarded = depth === 0 ? asksFlag(file, flow) : () => false;
    for (const field of pointersRead(file, flow, isGuarded)) found.add(field);
    for (const field of fieldsTested(file, flow)) tested.add(field);
    for (const { field, how, position } of releases.ofMemoryIn(flow)) {
      released.add(field);
      if (how === 'freed' && !isGuarded(position)) freed.add(field);
    }
    if (depth === maxDepth) continue;
    for (const { name: callee, position } of callsOf(flow.graph)) {
      if (!depths.has(callee) && !isGuarded(position)) depths.set(callee, depth + 1);
    }
  }
  const handled = flows.get(handler.functionName);
  const isTaken = (field: string): boolean =>
    handled !== undefined && takesList(handled) && !isBesideItem(file, field, handler.item);
  const isUntested = (field: string): boolean => !tested.has(field);
  const isOnlyRead = (field: string): boolean => isUntested(field) && !released.has(field) && !isTaken(field);
  return {
    followed: new Set([...found].filter(isOnlyRead)),
    freed: new Set([...freed].filter(isUntested)),
    functions: new Set(depths.keys()),
  };
}

/** Further away it is the state of the device, asked on the way, that decides. */
const maxDepth = 4;

/**
 * A handler that asks, under the lock under which that changes, whether the device is up has nothing to do after it. Nor
 * has one that takes the polling for itself, which it gets while the device is up only: Linux net/core/dev.c (6.12),
 * napi_disable().
 */
const asksForDevice = /^(?:netif_(?:running|device_present)|napi_disable)$/;

function* pointersRead(file: WrittenFile, flow: Flow, isGuarded: (position: Position) => boolean): Generator<string> {
  for (const { instr, position } of sitesOf(flow.graph)) {
    const field = isGuarded(position) ? undefined : fieldRead(file, instr);
    if (field !== undefined) yield field;
  }
}

function fieldRead(file: WrittenFile, instr: Instr): string | undefined {
  if (instr.kind !== 'load' || resolveType(instr.place.type, file.index).kind !== 'pointer') return undefined;
  return fieldIdOf(instr.place, file.index);
}

/** A handler that asks whether the memory is there knows that it may be gone. */
function* fieldsTested(file: WrittenFile, flow: Flow): Generator<string> {
  for (const { value, position } of testsOf(flow)) {
    for (const source of flow.sourcesOf(value, position, 'copies')) {
      const field = source.kind === 'load' ? fieldIdOf(source.place, file.index) : undefined;
      if (field !== undefined) yield field;
    }
  }
}
