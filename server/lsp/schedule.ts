import type { CancellationToken } from 'vscode-languageserver';

/** Runs the newest task of each key after its delay; a newer one replaces an older one that has not started. */
export interface Debouncer {
  schedule(key: string, delay: number, task: () => void): void;
  cancel(key: string): void;
  dispose(): void;
}

export function createDebouncer(): Debouncer {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const cancel = (key: string): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };

  return {
    cancel,
    schedule(key, delay, task) {
      cancel(key);
      const timer = setTimeout(() => {
        timers.delete(key);
        task();
      }, delay);
      timers.set(key, timer);
    },
    dispose() {
      for (const timer of timers.values()) {
        clearTimeout(timer);
      }
      timers.clear();
    },
  };
}

/** An analysis that took less than this is cheaper to repeat than to postpone. */
const cheapMilliseconds = 50;
const longestWait = 400;

/**
 * How long to wait for another keystroke before an analysis that took `lastMilliseconds` is repeated.
 * The analysis itself cannot be interrupted, so a long one started too early would make the next edit wait.
 */
export function waitBeforeAnalysis(lastMilliseconds: number | undefined): number {
  return lastMilliseconds === undefined || lastMilliseconds < cheapMilliseconds
    ? 0
    : Math.min(lastMilliseconds, longestWait);
}

/** Lets messages that already arrived be handled first: edits and cancellations among them. */
export function letMessagesIn(delay: number, token?: CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delay);
    token?.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
