import { type Client, createClient } from '../client/index.ts'
import { UserError } from './failure.ts'
import { readReadyFile } from './ready-file.ts'

/** Which server a command asks, as commander has read it. */
export interface Asked {
  readonly url?: string
  readonly adminKey?: string
  readonly readyFile: string
}

/** Asks the control interfaces of the server that runs here, or is named. Throws UserError. */
export async function asking<T>(
  { url: given, adminKey, readyFile }: Asked,
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
