import { resolveType } from '../graph/layout.js';
import type { Instr } from '../graph/instr.js';
import type { FunctionDeclaration } from '../index/file-index.js';
import { fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { type Flow, sitesOf } from './flow.js';
import { testsOf } from './tests.js';

export type HandlerKind = 'work' | 'tasklet' | 'timer';

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

/** What waits for every work of a queue, whose name is not asked for. */
const queueWaiters =
  /^(?:(?:destroy|flush|drain|cancel)_(?:\w+_)*(?:workqueue|work|scheduled_work)\w*|flush_scheduled_work)$/;

export const isWaiter = (name: string, { kind }: Handler): boolean => waiters[kind].test(name);

/** The handlers that this file sets up, of those it defines. */
export function handlersOf({ index }: WrittenFile): readonly Handler[] {
  return index.registrations.flatMap(({ functionName, how, item }) => {
    const kind = setUps.get(how);
    return kind === undefined || item === undefined ? [] : { kind, functionName, item };
  });
}

/** Whether some function of the module waits for a handler, or may do so with something that has it. */
export function isWaitedFor({ index }: WrittenFile, handler: Handler): boolean {
  const mayWait = ({ mentions, mentionedFields }: FunctionDeclaration): boolean =>
    [...mentions].some(
      (name) =>
        (isWaiter(name, handler) && mentionedFields.has(handler.item)) ||
        (handler.kind === 'work' && queueWaiters.test(name)),
    );
  if ([...index.functions.values(), ...index.externals.values()].some(mayWait)) return true;
  // What other files do with it is not asked: that they have to do with it is enough.
  return index.others.some(({ functions }) =>
    [...functions.values()].some(({ mentionedFields }) => mentionedFields.has(handler.item)),
  );
}

/** The fields whose pointers a handler follows or gives on, by itself or in the functions it calls, without a test. */
export function followedFields(file: WrittenFile, handler: Handler): ReadonlySet<string> {
  const flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
  const found = new Set<string>();
  const tested = new Set<string>();
  const seen = new Set([handler.functionName]);
  // A set visits what is added to it while it is walked.
  for (const name of seen) {
    const flow = flows.get(name);
    if (flow === undefined) continue;
    for (const field of pointersRead(file, flow)) found.add(field);
    for (const field of fieldsTested(file, flow)) tested.add(field);
    for (const callee of flow.calls) seen.add(callee);
  }
  return new Set([...found].filter((field) => !tested.has(field)));
}

function* pointersRead(file: WrittenFile, flow: Flow): Generator<string> {
  for (const { instr } of sitesOf(flow.graph)) {
    const field = fieldRead(file, instr);
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
