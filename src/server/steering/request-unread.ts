import { contract, type InterfaceDeclaration, type InterfaceName } from '../../contract/index.ts'
import { parameters } from '../routes.ts'

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

// What says who calls, and for whom, whatever the interface; `callback` and the like nothing reads.
const OF_CREDENTIALS = ['access_token', 'component_access_token', 'cloudbase_access_token', 'from_appid']

/**
 * What a call brought that nothing read: keys of its body that the schema does not know, as in tag.nmae or
 * user_list[].lang, and parameters of its query, as in ?lang.
 */
export function unreadOf(name: InterfaceName, query: string, body: unknown, isAskedByQuery: boolean): string[] {
  const { request, credential }: InterfaceDeclaration = contract[name]
  const shape: Shape = request
  const known = [
    ...(isAskedByQuery ? Object.keys(shape.properties ?? {}) : []),
    ...(credential.endsWith('Token') ? OF_CREDENTIALS : []),
  ]
  const inQuery = Object.keys(parameters(query)).filter((parameter) => !known.includes(parameter))
  const inBody = isAskedByQuery ? keysOf(body) : unknownKeys(shape, body, '')
  return [...new Set([...inQuery.map((parameter) => `?${parameter}`), ...inBody])]
}

const keysOf = (body: unknown): string[] => (typeof body === 'object' && body !== null ? Object.keys(body) : [])

function unknownKeys(shape: Shape, value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    const { items } = shape
    return items ? value.flatMap((item) => unknownKeys(items, item, `${path}[]`)) : []
  }
  const { properties } = shape
  if (!properties || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined
    return known ? unknownKeys(known, inner, at) : [at]
  })
}
