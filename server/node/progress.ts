import type { Io } from './io.js';

const barWidth = 30;

export interface Progress {
  step(by: number): void;
  end(): void;
}

/** A bar that is redrawn in place; nothing at all where nobody watches. */
export function createProgress(io: Io, total: number): Progress {
  let done = 0;
  let drawn = '';
  return {
    step(by) {
      done += by;
      const filled = Math.floor((done / total) * barWidth);
      const bar = `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}] ${done}/${total}`;
      if (io.isTerminal && bar !== drawn) {
        drawn = bar;
        io.err(`\r${bar}`);
      }
    },
    end() {
      if (drawn !== '') {
        io.err('\r\u001b[K');
      }
    },
  };
}
