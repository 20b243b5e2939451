import { readFileSync } from 'node:fs'
import { Errors } from 'typebox/schema'
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml'
import { type Seed, SeedSchema } from '../contract/seed.ts'
import { type RuleSet, seedFaults } from '../server/index.ts'
import { UserError } from './failure.ts'

type Path = readonly (string | number)[]

interface Fault {
  readonly path: Path
  readonly problem: string
  readonly advice: string
}

/** Reads and checks a seed file, YAML or JSON. Throws UserError that names file, line, what is wrong and what to do. */
export function readSeed(file: string, rules: RuleSet): Seed {
  const lines = new LineCounter()
  const document = parseDocument(textOf(file), { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) {
    const line = syntax.linePos?.[0].line ?? 1
    throw new UserError(`${file}:${line}: ${syntax.message.split('\n')[0]} Mend the YAML there.`)
  }

  const seed: unknown = document.toJS() ?? {}
  const shape = shapeFaults(seed)
  const faults = shape.length > 0 ? shape : seedFaults(seed as Seed, rules)
  if (faults.length > 0) {
    throw new UserError(
      faults
        .map(
          ({ path, problem, advice }) =>
            `${file}:${lines.linePos(offsetOf(document, path)).line}: ${spelled(path)}: ${problem}; ${advice}.`,
        )
        .join('\n'),
    )
  }
  return seed as Seed
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(
      `The seed file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): check --seed, or write one with jadeite init.`,
    )
  }
}

function shapeFaults(seed: unknown): Fault[] {
  const [, errors] = Errors(SeedSchema, seed)
  const found = errors
    .filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
    .flatMap((error): Fault[] => {
      const path = error.instancePath.split('/').slice(1).map(stepOf)
      const schema = schemaAt(error.schemaPath)
      if (error.keyword === 'required') {
        const { requiredProperties } = error.params as { requiredProperties: string[] }
        return requiredProperties.map((key) => ({
          path,
          problem: `${key} is missing`,
          advice: `add ${key}${described(schema.properties?.[key])}`,
        }))
      }
      if (error.keyword === 'boolean') {
        return [
          {
            path,
            problem: `${path.at(-1)} is not a key that a seed knows`,
            advice: 'check its spelling, or take it out',
          },
        ]
      }
      return [{ path, problem: error.message, advice: `what belongs here${described(schema)}` }]
    })
  // Of a value that fits no alternative, what is wrong inside it says more than that it is no string.
  return found.filter(
    ({ path }, index) =>
      !found.some(
        (other, at) => at !== index && startsWith(other.path, path) && (other.path.length > path.length || at < index),
      ),
  )
}

const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step)

const stepOf = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step)

interface Described {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
}

const described = (schema: Described | undefined): string => (schema?.description ? `: ${schema.description}` : '')

const schemaAt = (pointer: string): Described =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((schema, step) => (schema as Record<string, unknown> | undefined)?.[step], SeedSchema) as Described

const spelled = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    '',
  ) || 'the file'

// Where in the text a path is; where it leads nowhere, the place of the last step that does.
function offsetOf({ contents }: Document, path: Path): number {
  let node: unknown = contents
  let offset = isNode(contents) ? (contents.range?.[0] ?? 0) : 0
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined
    const place = pair ? pair.key : isSeq(node) ? node.items[Number(step)] : undefined
    if (isNode(place)) offset = place.range?.[0] ?? offset
    node = pair ? pair.value : place
  }
  return offset
}
