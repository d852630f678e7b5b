import type { Span } from '../base/span.js';
import type { ContextKind } from '../index/file-index.js';
import type { Term } from '../symbolic/term.js';

/** What the code on a path may do: how the function it started in is called, and what it entered since. */
export interface CallingContext {
  readonly called: Called;
  /** Critical sections the path is in, innermost last. */
  readonly sections: readonly Section[];
  /** Allocations told not to sleep, made before anything said whether they may. */
  readonly undecided: readonly AtomicAllocation[];
}

export interface Called {
  readonly as: ContextKind;
  /** Who calls it so, as in `Registration`, or the call by which the function itself shows that it may sleep. */
  readonly how: string;
  readonly at: Span;
}

/** From a call that takes a lock, or turns preemption or interrupts off, to the one that undoes it. */
export interface Section {
  readonly name: string;
  readonly at: Span;
  readonly lock: Term | undefined;
  readonly irqsOff: boolean;
}

export interface AtomicAllocation {
  readonly name: string;
  readonly at: Span;
  readonly flag: string;
}

/** Why nothing may sleep at some place: the section it is in, or the caller. */
export type AtomicCause =
  | Readonly<{ kind: 'section'; name: string; at: Span }>
  | Readonly<{ kind: 'caller'; context: 'hardirq' | 'softirq' | 'atomic'; how: string; at: Span }>;

/** The innermost reason, or `undefined` where the code may sleep or nothing is known of that. */
export function atomicCause({ called, sections }: CallingContext): AtomicCause | undefined {
  const section = sections.at(-1);
  if (section !== undefined) return { kind: 'section', name: section.name, at: section.at };
  if (called.as === 'unknown' || called.as === 'process') return undefined;
  return { kind: 'caller', context: called.as, how: called.how, at: called.at };
}

/** The reason why interrupts are off. */
export function irqsOffCause({ called, sections }: CallingContext): AtomicCause | undefined {
  const section = sections.findLast(({ irqsOff }) => irqsOff);
  if (section !== undefined) return { kind: 'section', name: section.name, at: section.at };
  return called.as === 'hardirq' ? { kind: 'caller', context: 'hardirq', how: called.how, at: called.at } : undefined;
}

/** Whether a call is made that proves the context of the caller: only outside of all sections. */
export const isOpen = ({ called, sections }: CallingContext): boolean =>
  called.as === 'unknown' && sections.length === 0;

export function enter(context: CallingContext, section: Section): CallingContext {
  return { ...context, sections: [...context.sections, section] };
}

/**
 * Leaves the section of this lock, or else the innermost one: the same lock may be reached by another expression. What
 * was not entered here is left for the caller, who held a lock; a handler of interrupts stays one.
 */
export function leave(context: CallingContext, lock: Term | undefined): CallingContext {
  const { sections } = context;
  if (sections.length === 0) return context.called.as === 'atomic' ? forgetCaller(context) : context;
  const same = sections.findLastIndex((section) => section.lock === lock);
  const left = same === -1 ? sections.length - 1 : same;
  return { ...context, sections: sections.filter((_, position) => position !== left) };
}

/** After a call that may have left any section, or where the code asks for itself what it may do. */
export function forgetContext(context: CallingContext): CallingContext {
  const isKnown = context.sections.length > 0 || context.called.as !== 'unknown';
  return isKnown ? { ...forgetCaller(context), sections: [] } : context;
}

const forgetCaller = (context: CallingContext): CallingContext => ({
  ...context,
  called: { ...context.called, as: 'unknown' },
});

/** Equal where code that goes on from two paths may do the same. */
export function contextKey({ called, sections, undecided }: CallingContext): string {
  if (sections.length === 0 && undecided.length === 0) return called.as;
  const places = (parts: readonly { readonly at: Span }[]): string => parts.map(({ at }) => at.start).join();
  return `${called.as}:${places(sections)}:${places(undecided)}`;
}
