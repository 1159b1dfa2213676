import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'],
    // a drill needs servers of its own from Debian's packages: `script/prove failover` brings them
    exclude: [...configDefaults.exclude, ...(process.env['PROVE_DRILL'] === '1' ? [] : ['**/*.drill.test.ts'])],
    globalSetup: ['test/support/global.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 3,
  },
});
