import { contract, type InterfaceName } from '../contract/index.ts'

const names = new Map<string, InterfaceName>(
  Object.entries(contract).map(([name, { http }]) => [http.slice(http.indexOf('/')), name as InterfaceName]),
)

/** The interface at a path; a prefix in front of /cgi-bin, as a reverse proxy leaves it, does not matter. */
export const nameAt = (path: string): InterfaceName | undefined =>
  names.get(path) ?? names.get(path.slice(Math.max(0, path.lastIndexOf('/cgi-bin/'))))

/** A request target taken apart. */
export function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: new URLSearchParams() }
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) }
}
