import { contract, type InterfaceDeclaration, type InterfaceName, pathOf } from '../contract/index.ts'

const names = new Map<string, InterfaceName>()
// Of those that share a path, the first stands for all where none has the method.
const sharing = new Map<string, InterfaceName>()
for (const [name, spec] of Object.entries<InterfaceDeclaration>(contract)) {
  const path = pathOf(spec)
  if (!names.has(path)) names.set(path, name as InterfaceName)
  else for (const method of methodsOf(spec)) sharing.set(`${method} ${path}`, name as InterfaceName)
}

/** The interface at a path; a prefix in front of /cgi-bin, as a reverse proxy leaves it, does not matter. */
export const nameAt = (path: string, method: string): InterfaceName | undefined =>
  (sharing.size > 0 ? sharing.get(`${method} ${path}`) : undefined) ?? names.get(path) ?? names.get(withoutPrefix(path))

/** The methods that the interfaces at a path answer. */
export const methodsAt = (path: string): string[] =>
  Object.values<InterfaceDeclaration>(contract)
    .filter((spec) => pathOf(spec) === path || pathOf(spec) === withoutPrefix(path))
    .flatMap(methodsOf)

/** A path from its last /cgi-bin on. */
export const withoutPrefix = (path: string): string => path.slice(Math.max(0, path.lastIndexOf('/cgi-bin/')))

/** A request target taken apart; the query is left as it is written. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** One parameter of a query; '' when it is not there. That, and a plain one, is seen without taking all apart. */
export function parameter(query: string, name: string): string {
  if (!query.includes(name) && !/[%+]/.test(query)) return ''
  const start = query.startsWith(`${name}=`) ? name.length + 1 : -1
  const end = query.indexOf('&')
  const value = start === -1 ? undefined : query.slice(start, end === -1 ? undefined : end)
  return value !== undefined && /^[\w-]*$/.test(value) ? value : (new URLSearchParams(query).get(name) ?? '')
}

/** All parameters of a query; where one comes twice, the first counts. */
export const parameters = (query: string): Record<string, string> =>
  Object.fromEntries([...new URLSearchParams(query)].toReversed())

/** The methods by which an interface is called. HEAD counts as GET. */
export function methodsOf(spec: InterfaceDeclaration): string[] {
  const [method = ''] = spec.http.split(' ')
  return [...(method === 'GET' || spec.alsoGet ? ['GET', 'HEAD'] : []), ...(method === 'GET' ? [] : [method])]
}
