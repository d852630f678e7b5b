import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
  test: {
    include: ['engine/src/**/*.test.ts', 'server/**/*.test.ts', 'test/*.test.ts'],
    testTimeout: 60_000,
  },
});
