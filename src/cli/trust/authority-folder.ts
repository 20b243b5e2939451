import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where the certificate authority is kept: in the folder that is named, else in one of this user. */
export function authorityFolder(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  if (named !== undefined && named !== '') return named
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'jadeite')
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'jadeite')
  const { XDG_DATA_HOME = '' } = env
  return join(isAbsolute(XDG_DATA_HOME) ? XDG_DATA_HOME : join(home, '.local', 'share'), 'jadeite')
}
