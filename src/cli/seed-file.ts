import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { type Seed, SeedSchema } from '../contract/seed.ts'
import { type Path, type RuleSet, seedFaults, shapeFaults } from '../server/index.ts'
import { UserError } from './failure.ts'

/** Reads and checks a seed file, YAML or JSON. Throws UserError that names file, line, what is wrong and what to do. */
export async function readSeed(file: string, rules: RuleSet): Promise<Seed> {
  const lines = new LineCounter()
  const document = parseDocument(textOf(file), { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) throw new UserError(`${file}:${syntax.linePos?.[0].line ?? 1}: ${whatIsWrong(syntax)}`)

  const seed = plain(document, file)
  const shape = await shapeFaults(SeedSchema, seed)
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

function whatIsWrong({ code, message }: YAMLParseError): string {
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here: a seed is one, so take out the --- line.'
  return `This is no YAML (${message.split(' at line ')[0]?.split('\n')[0]}): mend it there.`
}

function plain(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (error) {
    throw new UserError(`${file}:1: ${(error as Error).message}: write out what the alias stands for.`)
  }
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
