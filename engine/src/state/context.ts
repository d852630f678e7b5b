/** Where kernel code runs, and so what it may do. */
export interface Context {
  readonly level: 'process' | 'softirq' | 'hardirq';
  readonly irqsDisabled: boolean;
  readonly locksHeld: number;
}

export const processContext: Context = { level: 'process', irqsDisabled: false, locksHeld: 0 };

export function maySleep(context: Context): boolean {
  return context.level === 'process' && !context.irqsDisabled && context.locksHeld === 0;
}

/** What `dma_free_*` looks at. Linux `irqs_disabled()` is also true inside a hard interrupt. */
export function areIrqsDisabled(context: Context): boolean {
  return context.irqsDisabled || context.level === 'hardirq';
}
