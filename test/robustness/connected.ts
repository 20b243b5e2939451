import { join } from 'node:path'
import { expect } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder } from '../harness.ts'
import { open } from './raw.ts'

/** A server over a file, a connection to it, and targets with a good token. */
export async function connected() {
  const folder = temporaryFolder()
  const jadeite = await startJadeite({ listen: true, store: `sqlite:${join(folder.path, 'jadeite.db')}` })
  const url = jadeite.url ?? expect.fail('the server does not listen')
  const connection = await open(url)
  const { access_token } = await jadeite.client.getStableAccessToken()
  return {
    url,
    connection,
    create: `/cgi-bin/tags/create?access_token=${access_token}`,
    list: `/cgi-bin/tags/get?access_token=${access_token}`,
    /** The body of the next reply. */
    body: async () => (await connection.reply()).body.toString(),
    async [Symbol.asyncDispose]() {
      connection[Symbol.dispose]()
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}

/** The body that makes a tag. */
export const named = (name: string): string => JSON.stringify({ tag: { name } })
