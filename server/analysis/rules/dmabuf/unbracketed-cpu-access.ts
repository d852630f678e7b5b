import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const unbracketedCpuAccess: Rule = {
  id: 'dmabuf/unbracketed-cpu-access',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'The CPU touches a dma-buf outside of a begin and an end of CPU access',
  cwe: 662,
  on: {
    UNBRACKETED_ACCESS({ at, name, mappedAt }, report) {
      const how = name === 'load' || name === 'store' ? 'the CPU touches' : `${code(name)} touches`;
      const message = `${how} the dma-buf without ${code('dma_buf_begin_cpu_access()')}`;
      report({ at, message, notes: [{ at: mappedAt, message: 'mapped for the CPU here' }] });
    },
    BRACKET_LEFT_OPEN({ at, name, begunAt }, report) {
      const message = `returns without the end that ${code(name)} needs`;
      report({ at, message, notes: [{ at: begunAt, message: 'begun here' }] });
    },
  },
};
