import { existsSync } from 'node:fs'

/** The seed file of the current folder, if there is one. */
export const findSeed = (): string | undefined =>
  ['jadeite.yaml', 'jadeite.yml', 'jadeite.json'].find((name) => existsSync(name))
