import { appendFileSync, statSync, writeFileSync } from 'node:fs'
import { UserError } from '../failure.ts'
import type { Problem } from './piece.ts'

/** So many are printed. */
const PRINTED = 20

/** Where lines that were refused are told. */
export interface Problems {
  readonly count: () => number
  /** The import that goes on has refused lines before. */
  readonly hasEarlier: boolean
  /** Throws UserError when they cannot be written. */
  tell(problems: readonly Problem[]): void
  /** Says how many more there are. */
  end(): void
}

/** Prints the first ones; with `file` all are written there, after those of an import that goes on. Throws UserError. */
export function tellProblems(
  source: string,
  file: string | undefined,
  isGoingOn: boolean,
  print: (line: string) => void,
): Problems {
  const write = (text: string, put: typeof appendFileSync) => {
    if (file === undefined) return
    try {
      put(file, text)
    } catch (error) {
      throw new UserError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}): check --errors.`)
    }
  }
  write('', isGoingOn ? appendFileSync : writeFileSync)
  let count = 0
  return {
    count: () => count,
    hasEarlier: isGoingOn && file !== undefined && statSync(file).size > 0,
    tell(problems) {
      const lines = problems.map(({ line, problem, advice }) => `${source}:${line}: ${problem}; ${advice}.`)
      if (lines.length > 0) write(`${lines.join('\n')}\n`, appendFileSync)
      for (const line of lines.slice(0, Math.max(0, PRINTED - count))) print(line)
      count += lines.length
    },
    end() {
      if (count <= PRINTED) return
      print(
        `… and ${count - PRINTED} more lines refused; ${file ? `all are in ${file}` : '--errors FILE keeps them all'}.`,
      )
    },
  }
}
