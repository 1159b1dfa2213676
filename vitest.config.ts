import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/order.ts';

// what node has compiled of the libraries for one file it need not compile for the next: each file has a process of its own
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.compiled');

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'],
    // a drill needs servers of its own from Debian's packages: `script/prove failover` brings them
    exclude: [...configDefaults.exclude, ...(process.env['PROVE_DRILL'] === '1' ? [] : ['**/*.drill.test.ts'])],
    globalSetup: ['test/support/global.ts'],
    // for what waits in vain: nothing is measured by these, so they are long enough for the slowest machine
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // three also on two cores: a third of the tests wait for a clock or for another process; more than six would only meet at the one database
    maxWorkers: Math.min(6, Math.max(3, availableParallelism())),
    sequence: { sequencer: LongestFirst },
  },
});
