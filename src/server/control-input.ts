import type { TSchema } from 'typebox'
import { ControlError, type InterfaceDeclaration } from '../contract/index.ts'
import { parameters } from './routes.ts'
import { bodyText, compileReader, parseObject } from './wire.ts'

/** What a control interface was asked, read strictly: unlike a call of the platform, a mistake is told. Throws ControlError. */
export async function controlInput(spec: InterfaceDeclaration, body: Uint8Array, query: string): Promise<unknown> {
  const given = spec.http.startsWith('GET') ? parameters(query) : parsed(body)
  if (query !== '' && !spec.http.startsWith('GET')) {
    throw new ControlError(`?${query.slice(0, 80)} is not read`, 'put all that you ask for into the body')
  }
  const { shapeFaults } = await import('./shape.ts') // loading it takes longer than all the rest
  const [fault] = shapeFaults(spec.request, given)
  if (fault) throw new ControlError(`${fault.path.join('.') || 'the request'}: ${fault.problem}`, fault.advice)
  return { ...defaults(spec), ...given }
}

const defaults = ({ request }: InterfaceDeclaration): object => {
  const { properties = {} } = request as { properties?: Record<string, TSchema> }
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, compileReader(schema)(undefined)]))
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
