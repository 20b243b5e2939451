import type { TSchema } from 'typebox'
import { ControlError, type InterfaceDeclaration } from '../contract/index.ts'
import { compileReader, parseObject } from './wire.ts'

/**
 * What a control interface was asked, read strictly: unlike a call of the platform, a mistake is told. `text` is the
 * body; undefined: the request is in the query. Throws ControlError.
 */
export async function controlInput(
  spec: InterfaceDeclaration,
  text: string | undefined,
  query: string,
): Promise<unknown> {
  if (text === undefined) return compileReader(spec.request)(Object.fromEntries(new URLSearchParams(query)))

  const given = parsed(text)
  const { shapeFaults } = await import('./shape.ts') // loading it takes longer than all the rest
  const [fault] = shapeFaults(spec.request, given)
  if (fault) throw new ControlError(`${fault.path.join('.') || 'the request'}: ${fault.problem}`, fault.advice)
  return { ...defaults(spec), ...given }
}

const defaults = ({ request }: InterfaceDeclaration): object => {
  const { properties = {} } = request as { properties?: Record<string, TSchema> }
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, compileReader(schema)(undefined)]))
}

function parsed(text: string): object {
  try {
    return parseObject(text)
  } catch {
    throw new ControlError('the body is no JSON object', 'send one, as the OpenAPI document describes it')
  }
}
