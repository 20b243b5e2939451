import {
  asksByBody,
  contract,
  type InterfaceDeclaration,
  type InterfaceName,
  type RulePoint,
} from '../contract/index.ts'
import type { Rules } from '../domain/rules.ts'
import { parameters } from './routes.ts'
import { compileReader, parseObject, type Read } from './wire.ts'

const readers = Object.fromEntries(
  Object.entries(contract).map(([name, { request }]) => [name, compileReader(request)]),
) as Record<InterfaceName, Read>

/** What an interface is asked, by the text of a body or, where there is none, by a query. Throws DATA_FORMAT_ERROR. */
export function read(rules: Rules, name: InterfaceName, text: string | undefined, query: string): unknown {
  return readers[name](
    text === undefined
      ? parameters(query)
      : parseObject(isTold(name, 'unicodeEscapes') ? rules.unicodeEscapes(text) : text),
  )
}

/** Whether a call over HTTP is read from its query: that of a GET, and of a POST that may come as one. */
export const isReadFromQuery = (spec: InterfaceDeclaration, method: string, bodyLength: number): boolean =>
  !asksByBody(spec) || (bodyLength === 0 && (method !== 'POST' || spec.alsoQuery === true))

// Observed for the names of tags; of other texts nothing is known.
const isTold = (name: InterfaceName, point: RulePoint): boolean => {
  const { rulePoints = [] }: InterfaceDeclaration = contract[name]
  return rulePoints.includes(point)
}
