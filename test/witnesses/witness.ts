import { join } from 'node:path'
import { expect } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder } from '../harness.ts'

/** A published SDK, pointed at a server: a refusal is told as the errcode that the SDK tells its user. */
export interface Witness {
  token(): Promise<string>
  create(name: string): Promise<object>
  list(): Promise<object>
}

/** A server on a socket, over a file, where witnesses find it. */
export async function server() {
  const folder = temporaryFolder()
  const jadeite = await startJadeite({ listen: true, store: `sqlite:${join(folder.path, 'jadeite.db')}` })
  return {
    appid: jadeite.appid,
    secret: jadeite.secret,
    url: jadeite.url ?? expect.fail('the server does not listen'),
    folder: folder.path,
    clock: jadeite.clock,
    async [Symbol.asyncDispose]() {
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}

/** Token, tag, duplicate, too long a name, list: as an application would do it. */
export async function examine({ token, create, list }: Witness): Promise<void> {
  expect(await token()).toMatch(/^85_[\w-]{154}$/)
  expect(await create('广东')).toEqual({ tag: { id: 100, name: '广东' } })
  expect(await create('广东')).toMatchObject({
    errcode: 45157,
    errmsg: expect.stringMatching(/^invalid tag name hint: /),
  })
  expect(await create('长'.repeat(31))).toMatchObject({
    errcode: 45158,
    errmsg: expect.stringMatching(/^tag name too long hint: /),
  })
  expect(await list()).toEqual({
    tags: [
      { id: 2, name: '星标组', count: 0 },
      { id: 100, name: '广东', count: 0 },
    ],
  })
}

/** What an SDK that throws has to say of a refusal. */
export const told = (error: unknown): { errcode: number | undefined; errmsg: string } => {
  const { code, message } = error as Error & { code?: number }
  return { errcode: code, errmsg: message }
}
