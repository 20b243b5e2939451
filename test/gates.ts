import type { Reporter } from 'vitest/reporters'
import { errors } from '../src/contract/index.ts'
import { requirements } from './requirements.ts'

/**
 * After a run of the whole suite: every requirement is verified by a test that passed, and every error of the
 * catalogue was provoked by one. A run of some files only is not judged.
 */
export const gates: Reporter = {
  onTestRunEnd(modules) {
    if (process.env.JADEITE_GATES !== '1') return
    const passed = modules.flatMap((module) => [...module.children.allTests('passed')].map((test) => test.meta()))
    const open = [
      ...missing('requirement', Object.keys(requirements), new Set(passed.flatMap(({ verifies = [] }) => verifies))),
      ...missing('error', Object.keys(errors), new Set(passed.flatMap(({ provoked = [] }) => provoked))),
    ]
    if (open.length === 0) return
    console.error(`\nNo test that passed stands behind:\n${open.map((line) => `  ${line}`).join('\n')}`)
    process.exitCode = 1
  },
}

const missing = (what: string, names: string[], covered: ReadonlySet<string>): string[] =>
  names.filter((name) => !covered.has(name)).map((name) => `${what} ${name}`)
