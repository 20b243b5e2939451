import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a file whole or not at all, for its owner's eyes only. Throws what node:fs throws. */
export function writePrivateFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Removes a file, if it is there. */
export const removePrivateFile = (file: string): void => rmSync(file, { force: true })
