import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import { expectError, verifies } from '../harness.ts'
import { run, type Served, serve } from './process.ts'
import { permittedDisks, type SmallDisk } from './small-disk.ts'

const start = (disk: SmallDisk) => serve({ folder: tmpdir(), launcher: disk.launcher() }, '--log-level', 'error')

const namesOf = async (client: Client): Promise<string[]> => (await client.getTags()).tags.map(({ name }) => name)

async function creating({ url, client }: Served) {
  const { access_token } = await client.getStableAccessToken()
  return async (name: string) => {
    const reply = await fetch(`${url}/cgi-bin/tags/create?access_token=${access_token}`, {
      method: 'POST',
      body: JSON.stringify({ tag: { name } }),
    })
    return { status: reply.status, text: await reply.text() }
  }
}

describe.each(await permittedDisks())('a full disk ($kind)', ({ disk: make }) => {
  test('answers -1, goes on reading, and recovers', {
    meta: verifies('storage.disk-full', 'log.no-secrets'),
  }, async () => {
    using disk = await make()
    await using server = await start(disk)
    const create = await creating(server)
    const answered = ['星标组']
    const attempt = async (name: string) => {
      const reply = await create(name)
      if (reply.text.startsWith('{"tag":')) answered.push(name)
      else expectError(reply, 'SYSTEM_ERROR')
      return reply.text
    }
    for (const name of ['a', 'b', 'c']) expect(await attempt(name)).toContain('"tag"')

    expect(await namesOf(server.client)).toEqual(answered) // the client has its token from here on

    disk.fill(server.pid)
    for (let tries = 0; (await attempt(`filling ${tries}`)).startsWith('{"tag":'); tries++)
      expect(tries).toBeLessThan(80)
    const kept = [...answered]
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await attempt(`full ${index}`)
        expect(await namesOf(server.client)).toEqual(kept)
      }),
    )
    expect(answered).toEqual(kept)
    const { url, appid, secret } = server
    const token = await fetch(`${url}/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`)
    expectError({ status: token.status, text: await token.text() }, 'SYSTEM_ERROR')

    disk.empty(server.pid)
    expect(await attempt('room again')).toMatch(
      new RegExp(`^\\{"tag":\\{"id":${99 + answered.length - 1},"name":"room again"\\}\\}$`),
    )
    expect(await namesOf(server.client)).toEqual(answered)
    const { code, stderr } = await server.stop()
    expect(code).toBe(0)
    expect(stderr).toContain('a call failed on our side')
    expect(stderr).not.toContain(secret)

    await using again = await start(disk)
    expect(await namesOf(again.client)).toEqual(answered)
  })

  test('does not keep a server from its end', { meta: verifies('storage.disk-full', 'cli.stop') }, async () => {
    using disk = await make()
    await using server = await start(disk)
    const create = await creating(server)
    expect((await create('kept')).text).toContain('"tag"')
    disk.fill(server.pid)
    for (let tries = 0; (await create(`filling ${tries}`)).text.startsWith('{"tag":'); tries++)
      expect(tries).toBeLessThan(80)
    expect(await server.stop()).toMatchObject({ code: 0, signal: null })
    disk.empty()

    await using again = await start(disk)
    expect((await namesOf(again.client)).slice(0, 2)).toEqual(['星标组', 'kept'])
  })

  test('is told in a sentence at the start', { meta: verifies('storage.disk-full', 'cli.exit-codes') }, async () => {
    using disk = await make()
    disk.fill()
    const { code, stdout, stderr } = await run(['serve', '--port', '0'], {
      folder: tmpdir(),
      launcher: disk.launcher(),
    })
    expect(stderr).toMatch(/^jadeite: sqlite:\.jadeite\/jadeite\.db cannot be .+\.\n$/)
    expect([code, stdout]).toEqual([2, ''])

    disk.empty()
    await using server = await start(disk)
    expect(await namesOf(server.client)).toEqual(['星标组'])
  })
})
