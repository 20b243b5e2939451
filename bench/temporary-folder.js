// A folder on a real disk: on tmpfs a sync costs nothing, and a durable store would look better than it is.
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TMPFS = 0x01021994
const beside = fileURLToPath(new URL('.cache', import.meta.url))

function parent() {
  const wanted = process.env.BENCH_FOLDER ?? tmpdir()
  if (statfsSync(wanted).type !== TMPFS) return wanted
  mkdirSync(beside, { recursive: true })
  return beside
}

const folders = new Set()
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Gives `work` a new folder, and removes it afterwards, however this process ends. */
export async function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(parent(), 'jadeite-bench-'))
  folders.add(folder)
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    folders.delete(folder)
  }
}
