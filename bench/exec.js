// What `jadeite exec` adds to a command: the whole process with it and without it, in turns. The authority is there, as
// from the second time on; its making is a row of its own.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, shown, table } from './numbers.js'
import { inTemporaryFolder } from './temporary-folder.js'

const ROUNDS = 9
const JADEITE = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** Milliseconds that exec adds to `node -e 0`: with an authority that is there, and where it has to be made. */
export const measureExec = () =>
  inTemporaryFolder(async (folder) => {
    const ca = join(folder, 'ca')
    const exec = [JADEITE, 'exec', '--ca-folder', ca, '--', process.execPath]
    const added = { known: [], first: [] }
    run(folder, exec)
    for (let round = 0; round < ROUNDS; round++) {
      process.stderr.write(`exec ${round + 1} of ${ROUNDS}\n`)
      const bare = run(folder, [])
      added.known.push(run(folder, exec) - bare)
      rmSync(ca, { recursive: true })
      added.first.push(run(folder, exec) - bare)
    }
    return added
  })

function run(folder, words) {
  const before = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [...words, '-e', '0'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - before
}

export const execTable = ({ known, first }) =>
  table(
    ['jadeite exec adds to a command', 'ms, median (quickest–slowest)'],
    [
      ['from the second time on', spread(known)],
      ['the first time, with an authority to be made', spread(first)],
    ],
  )

const spread = (values) => `${shown(median(values))} (${shown(Math.min(...values))}–${shown(Math.max(...values))})`
