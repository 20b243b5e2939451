import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it, for its owner's eyes only; one that is there is left as it is. One at a time: in
 * /proc, where nothing can be made, mkdirSync with `recursive` does not return. Throws what node:fs throws.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (isFolder(path)) return
    const { code } = error as NodeJS.ErrnoException
    const above = dirname(path)
    if (code !== 'ENOENT' || isFolder(above)) throw error
    makeFolder(above)
    makeFolder(path)
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
