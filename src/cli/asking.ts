import { type Client, createClient } from '../client/index.ts'
import { UserError } from './failure.ts'
import { type Ready, readReadyFile } from './ready-file.ts'

/** Which server, and how its control interfaces are reached. */
export interface AskingOptions {
  readonly url?: string
  readonly adminKey?: string
  readonly readyFile: string
}

/** Asks control interfaces of the server that runs; `ready` is what its ready file says, where it was found by that. Throws UserError. */
export async function askServer<T>(
  { url: given, adminKey, readyFile }: AskingOptions,
  ask: (client: Client, ready: Ready | undefined) => Promise<T>,
): Promise<T> {
  const ready = readReadyFile(readyFile)
  const url = given ?? ready?.url
  if (!url) throw new UserError('No server is known: start one here with jadeite serve, or give --url.')
  if (!URL.canParse(url)) throw new UserError(`--url ${url} is no URL: write it as in http://127.0.0.1:8240.`)
  try {
    return await ask(createClient({ baseUrl: url, appid: '', secret: '', adminKey }), ready)
  } catch (error) {
    if (error instanceof UserError) throw error
    const { message } = error as Error
    if (message.includes('the admin key is missing or wrong'))
      throw new UserError('The server wants its admin key: give --admin-key, or set JADEITE_ADMIN_KEY.')
    throw new UserError(`${message}.`)
  }
}
