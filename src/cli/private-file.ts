import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { writeWhole } from '../server/index.ts'

/** Writes a file whole or not at all, for its owner's eyes only. Throws what node:fs throws. */
export const writePrivateFile = (file: string, content: string | Uint8Array): void => writeWhole(file, content, 0o600)

/** Writes it likewise, but where there is no file yet; says whether there was none. Throws what node:fs throws. */
export function addPrivateFile(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    linkSync(draft, file)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (!WITHOUT_LINKS.has(code)) throw error
    renameSync(draft, file) // nothing here can be done at once and for one only
    return true
  } finally {
    rmSync(draft, { force: true })
  }
}

// What file systems say that know no links.
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Removes a file, if it is there. */
export const removePrivateFile = (file: string): void => rmSync(file, { force: true })
