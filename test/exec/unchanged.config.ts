import { defineConfig } from 'vitest/config'

// What is run under `jadeite exec`, by unchanged.test.ts: SDKs as their authors published them, with no setting at all.
export default defineConfig({
  test: {
    include: ['test/exec/unchanged/*.ts'],
    exclude: ['**/account.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
