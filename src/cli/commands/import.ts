import type { Batches } from '../../server/index.ts'
import { type FormatName, formatOf } from '../followers/format.ts'
import type { Place, Problem, ReadPiece } from '../followers/piece.ts'
import { pieces } from '../followers/pieces.ts'
import { tellProblems } from '../followers/problems.ts'
import { grouped, type Progress, showProgress } from '../followers/progress.ts'
import { openSource, type Source } from '../followers/source.ts'
import { asUserError, openTarget, type Target, type Where } from '../followers/target.ts'

/** The options of `jadeite import`, as commander has read them. */
export interface ImportOptions extends Where {
  readonly format?: FormatName
  readonly createTags: boolean
  readonly errors?: string
}

/**
 * Imports a file of followers, change by change, and keeps how far it has come. The exit code is 1 when a line was
 * refused, and 130 when it was stopped. Throws UserError or DatabaseError.
 */
export async function importFile(file: string, options: ImportOptions): Promise<void> {
  const format = formatOf(file, options.format)
  const source = await openSource(file)
  try {
    const { start, read } = format.open(await source.read(0), source.name)
    const target = await openTarget(options, { makes: true })
    try {
      const key = await source.key(format.name)
      const from = await resumed(target, key, start)
      await run({ source, read, target, key, from, isGoingOn: from !== start, options })
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function resumed({ client }: Target, source: string, start: Place): Promise<Place> {
  if (source === '') return start
  const known = await client.getImportProgress({ source }).catch(asUserError)
  return known.position > start.position ? known : start
}

interface Job {
  readonly source: Source
  readonly read: ReadPiece
  readonly target: Target
  /** '' where nobody can go on. */
  readonly key: string
  readonly from: Place
  readonly isGoingOn: boolean
  readonly options: ImportOptions
}

async function run(job: Job): Promise<void> {
  const { source, target, from, isGoingOn, options } = job
  if (isGoingOn) process.stderr.write(`jadeite: ${source.name}: goes on at line ${grouped(from.line + 1)}.\n`)
  const began = performance.now()
  const problems = tellProblems(source.name, options.errors, isGoingOn, (line) => progress.print(line))
  const progress = showProgress(source.name, source.size, from)
  const stop = stopOnSignal()
  let place: Place | undefined = from
  let last = from
  let added = 0
  let changed = 0
  try {
    while (place && !stop.isAsked()) {
      const change = await oneChange(job, place, progress, stop.isAsked)
      problems.tell(change.problems)
      if (isToldFirst(job)) await keepProgress(job, change.next)
      added += change.added
      changed += change.changed
      place = change.next
      last = change.end
    }
    problems.end()
  } finally {
    progress.stop()
    stop.forget()
  }

  const seconds = (performance.now() - began) / 1000
  process.stdout.write(
    `${target.appid}: ${grouped(added)} added, ${grouped(changed)} changed, ${grouped(problems.count())} refused in ${seconds.toFixed(1)} s (${grouped(Math.round((last.line - from.line) / Math.max(seconds, 0.001)))} lines/s)\n`,
  )
  if (problems.count() > 0 || problems.hasEarlier) process.exitCode = 1
  if (place) {
    const advice = job.key ? 'run the same again, and it goes on there' : 'it cannot go on there'
    process.stderr.write(`jadeite: ${source.name}: stopped after line ${grouped(last.line)}: ${advice}.\n`)
    process.exitCode = 130
  }
}

interface Changed {
  readonly added: number
  readonly changed: number
  readonly problems: Problem[]
  readonly end: Place
  /** Where the next change begins; undefined: there is none. */
  readonly next: Place | undefined
}

/** A change holds no more lines that cannot be read: until it is kept, they wait to be told. */
const MOST_PROBLEMS = 10_000

async function oneChange(job: Job, from: Place, progress: Progress, isStopped: () => boolean): Promise<Changed> {
  const { source, read, target, key, options } = job
  let lines: number[] = []
  let unread: Problem[] = []
  let end = from

  async function* batches(): Batches {
    lines = []
    unread = []
    end = from
    for await (const piece of pieces(source, read, from)) {
      for (const line of piece.lines) lines.push(line)
      for (const problem of piece.problems) unread.push(problem)
      end = piece.end
      yield piece.records
      progress.at(end)
      const isFull = end.line - from.line >= target.linesPerChange || unread.length >= MOST_PROBLEMS
      if (isFull || isStopped()) return end
    }
    return undefined
  }

  let next: Place | undefined
  const { added, changed, refused } = await target.put(
    { createTags: options.createTags, source: isToldFirst(job) ? '' : key },
    async function* () {
      next = yield* batches()
      return next
    },
  )
  source.passed(end.position)
  const problems = refused.map(({ index, problem, advice }) => ({ line: lines[index] ?? 0, problem, advice }))
  return { added, changed, problems: [...unread, ...problems].sort((one, other) => one.line - other.line), end, next }
}

// What a change refuses is known when it is made. So that no line is lost when the process is killed then, with --errors
// the lines are written first, and how far the import has come is kept afterwards; in between the change is made again.
const isToldFirst = ({ key, options }: Job): boolean => key !== '' && options.errors !== undefined

async function keepProgress({ target, key }: Job, next: Place | undefined): Promise<void> {
  await target.put({ createTags: false, source: key }, async function* () {
    yield []
    return next
  })
}

// The first signal ends the import after the piece in hand; what is done is kept. The second, of either kind, ends it
// at once.
function stopOnSignal(): { readonly isAsked: () => boolean; readonly forget: () => void } {
  let isAsked = false
  const forget = () => {
    process.off('SIGINT', ask)
    process.off('SIGTERM', ask)
  }
  const ask = () => {
    isAsked = true
    forget()
  }
  process.on('SIGINT', ask)
  process.on('SIGTERM', ask)
  return { isAsked: () => isAsked, forget }
}
