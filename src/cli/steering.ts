import { type Client, createClient } from '../client/index.ts'
import { UserError } from './failure.ts'
import { readReadyFile } from './ready-file.ts'

/** Which server, how its control interfaces are reached, and how what it answers is told. */
export interface SteeringOptions {
  readonly url?: string
  readonly adminKey?: string
  readonly readyFile: string
  readonly json?: boolean
}

/** Asks the server that runs by its control interfaces. Throws UserError for all that goes wrong. */
export async function steer<T>(
  { url: given, adminKey, readyFile }: Pick<SteeringOptions, 'url' | 'adminKey' | 'readyFile'>,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const url = given ?? readReadyFile(readyFile)?.url
  if (!url) throw new UserError('No server is known: start one here with jadeite serve, or give --url.')
  if (!URL.canParse(url)) throw new UserError(`--url ${url} is no URL: write it as in http://127.0.0.1:8240.`)
  try {
    return await ask(createClient({ baseUrl: url, appid: '', secret: '', adminKey }))
  } catch (error) {
    if (error instanceof UserError) throw error
    const { message } = error as Error
    if (message.includes('the admin key is missing or wrong'))
      throw new UserError('The server wants its admin key: give --admin-key, or set JADEITE_ADMIN_KEY.')
    throw new UserError(`${message}.`)
  }
}

/** Rows of cells, each column as wide as its widest. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? []
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
