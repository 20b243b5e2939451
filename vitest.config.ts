import { defineConfig } from 'vitest/config'
import { gates } from './test/gates.ts'

const report = process.env.JADEITE_REPORT

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // scripts/test.js counts from the report.
    reporters: [
      'default',
      gates,
      ...(report ? [['json', { outputFile: report }] as ['json', { outputFile: string }]] : []),
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
