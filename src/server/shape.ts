import type { TSchema } from 'typebox'
import { Errors } from 'typebox/schema'
import { Settings } from 'typebox/system'

/** Keys and indexes from the root, as in ['accounts', 0, 'tags', 3]. */
export type Path = readonly (string | number)[]

/** A mistake in what was given: where, what is wrong, and what to do. */
export interface Fault {
  readonly path: Path
  readonly problem: string
  readonly advice: string
}

type SchemaError = ReturnType<typeof Errors>[1][number]

/** Where a value has not the shape that a schema asks for. */
export function shapeFaults(schema: TSchema, given: unknown): Fault[] {
  Settings.Set({ maxErrors: 1000 })
  const [, errors] = Errors(schema, given)
  const telling = errors.filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
  return telling
    .filter((error, index) => !isOutdone(error, index, telling))
    .flatMap((error) => faultsOf(schema, error, valueAt(given, pathOf(error))))
}

// Of a value that fits no alternative, one thing is told: what is wrong inside it before that it is not the other one.
const isOutdone = ({ schemaPath, instancePath }: SchemaError, index: number, all: readonly SchemaError[]): boolean =>
  schemaPath.includes('/anyOf/') &&
  all.some(
    (other, at) =>
      other.instancePath.startsWith(`${instancePath}/`) || (other.instancePath === instancePath && at < index),
  )

function faultsOf(root: TSchema, error: SchemaError, value: unknown): Fault[] {
  const path = pathOf(error)
  const shown = path.at(-1) === 'secret' ? 'it' : JSON.stringify(value) // a log may keep what is printed
  const schema = schemaAt(root, error.schemaPath)
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((key) => ({
      path,
      problem: `${key} is missing`,
      advice: `add ${key}${described(schema.properties?.[key])}`,
    }))
  }
  if (error.keyword === 'boolean') {
    const problem = `${path.at(-1)} is not a key that is known here`
    return [{ path, problem, advice: 'check its spelling, or take it out' }]
  }
  if (error.keyword === 'enum') {
    const problem = `${shown} is not one of ${error.params.allowedValues.join(', ')}`
    return [{ path, problem, advice: `choose one${described(schema)}` }]
  }
  if (error.message === 'must be string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return [
      {
        path,
        problem: `${shown} is a ${typeof value}, where a text is wanted`,
        advice: `put it in quotes${described(schema)}`,
      },
    ]
  }
  if (error.message === 'must be boolean') {
    return [{ path, problem: `${shown} is neither true nor false`, advice: 'write one of them' }]
  }
  if (error.message === 'must be array') {
    return [{ path, problem: 'this is no list', advice: `write one, as in [${JSON.stringify(value)}]` }]
  }
  if (error.keyword === 'pattern') {
    return [{ path, problem: `${shown} will not do`, advice: `write what belongs here${described(schema)}` }]
  }
  return [{ path, problem: error.message, advice: `write what belongs here${described(schema)}` }]
}

const pathOf = ({ instancePath }: SchemaError): Path =>
  instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

const valueAt = (given: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], given)

interface Described {
  readonly description?: string
  readonly title?: string
  readonly properties?: Readonly<Record<string, Described>>
}

const described = (schema: Described | undefined): string =>
  schema?.description ? ` (${schema.description})` : schema?.title ? ` (${schema.title})` : ''

const schemaAt = (root: TSchema, pointer: string): Described =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((schema, step) => (schema as Record<string, unknown> | undefined)?.[step], root) as Described
