import type { TSchema } from 'typebox'
import { asksByBody, ControlError, type InterfaceDeclaration } from '../contract/index.ts'
import { parameters } from './routes.ts'
import { bodyText, compileReader, parseObject } from './wire.ts'

/** What a control interface was asked, read strictly: unlike a call of the platform, a mistake is told. Throws ControlError. */
export async function controlInput(spec: InterfaceDeclaration, body: Uint8Array, query: string): Promise<unknown> {
  const given = asksByBody(spec) ? parsed(body) : typed(spec, parameters(query))
  if (query !== '' && asksByBody(spec)) {
    throw new ControlError(`?${query.slice(0, 80)} is not read`, 'put all that you ask for into the body')
  }
  if (body.length > 0 && !asksByBody(spec)) {
    throw new ControlError('the body is not read', 'put all that you ask for into the query')
  }
  const { shapeFaults } = await import('./shape.ts') // loading it takes longer than all the rest
  const [fault] = shapeFaults(spec.request, given)
  if (fault) throw new ControlError(`${fault.path.join('.') || 'the request'}: ${fault.problem}`, fault.advice)
  return { ...defaults(spec), ...given }
}

const defaults = ({ request }: InterfaceDeclaration): object => {
  const { properties = {} } = request as { properties?: Record<string, TSchema> }
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, schema]) => (schema as { type?: string }).type !== 'object')
      .map(([key, schema]) => [key, compileReader(schema)(undefined)]),
  )
}

// In a query all is text.
function typed({ request }: InterfaceDeclaration, given: Readonly<Record<string, string>>): object {
  const { properties = {} } = request as { properties?: Record<string, { type?: string }> }
  return Object.fromEntries(
    Object.entries(given).map(([key, text]) => {
      const type = properties[key]?.type
      if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return [key, Number(text)]
      return [key, type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text]
    }),
  )
}

function parsed(body: Uint8Array): object {
  try {
    return parseObject(bodyText(body))
  } catch {
    throw new ControlError(
      'the body is no JSON object of 1 MiB at most',
      'send one, as the OpenAPI document describes it',
    )
  }
}
