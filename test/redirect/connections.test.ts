import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { listening, node, type Platform, platform } from './program.ts'

const child = fileURLToPath(new URL('connections.child.cjs', import.meta.url))

type Group = 'forms' | 'secure' | 'untouched' | 'unix' | 'refused' | 'letThrough'

let here: Platform
let elsewhere: number
let ended: Record<Group, Record<string, unknown>>

beforeAll(async () => {
  here = await platform()
  const path = join(here.folder, 'socket')
  const [tcp, unix] = await Promise.all([listening(createServer()), listening(createServer(), path)])
  elsewhere = tcp.port
  const { stdout, stderr } = await node([child, String(tcp.port), path], {
    ...here.variables,
    NO_PROXY: 'localhost, allowed.example,*.suffix.example,port.example:80',
    HTTPS_PROXY: 'http://name:word@proxy.example:443/',
  })
  expect(stderr).toBe('')
  ended = JSON.parse(stdout)
  return () => [tcp, unix].map(({ server }) => server.close())
})

afterAll(() => here[Symbol.asyncDispose]())

const every = (group: Group, outcome: unknown) => {
  expect(Object.keys(ended[group])).not.toEqual([])
  expect(ended[group]).toEqual(Object.fromEntries(Object.keys(ended[group]).map((name) => [name, outcome])))
}

describe('a connection', () => {
  test('to the platform ends at the plain listener, however it is made', { meta: verifies('redirect.forms') }, () =>
    every('forms', here.ports.plain),
  )

  test('by TLS, or to port 443, ends at the TLS listener', { meta: verifies('redirect.forms') }, () =>
    every('secure', here.ports.tls),
  )

  test('to this machine, or to another port of another host, is left alone', {
    meta: verifies('redirect.untouched'),
  }, () => {
    every('untouched', elsewhere)
    every('unix', 'a Unix socket')
  })

  test('to the web elsewhere is refused with a sentence', { meta: verifies('redirect.refusal') }, () => {
    const message =
      "Jadeite lets requests out to WeChat's hosts only, and they end here: example.org:443 was refused. " +
      '--proxy-others tunnel lets others through; NO_PROXY names exceptions.'
    expect(ended.refused.https).toEqual({ code: 'ECONNREFUSED', message })
    expect(ended.refused.fetch).toEqual({ code: 'ECONNREFUSED', message })
    every('refused', { code: 'ECONNREFUSED', message: expect.stringMatching(/: [\w.]+:(80|443) was refused\. /) })
  })

  test('to what NO_PROXY names is not, nor one to a proxy', { meta: verifies('redirect.refusal') }, () =>
    every('letThrough', { message: expect.stringMatching(/^[a-z.]+ was looked up$/) }),
  )
})
