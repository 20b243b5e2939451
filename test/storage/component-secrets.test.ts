import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createServer, openStore } from '../../src/server/index.ts'
import {
  account,
  answer,
  authorized,
  cancel,
  codeOf,
  component,
  control,
  createTag,
  otherAccount,
  ticketOf,
  tokenOf,
} from '../conformance/component.ts'
import { describeServers, type Opened, temporaryFolder, verifies } from '../harness.ts'
import { opened as read, receiver } from '../pushes/receiver.ts'

/** Everything that a component is ever told, after a whole flow. */
async function secretsOf(server: Opened): Promise<string[]> {
  const ticket = await ticketOf(server)
  const { pre_auth_code } = await answer(server, 'api_create_preauthcode')
  const unused = (await answer(server, 'api_create_preauthcode')).pre_auth_code
  const { access, refresh } = await authorized(server)
  const code = await codeOf(server)
  const { auth_code } = await control(server, 'authorizations/grant', {
    component_appid: component.appid,
    appid: otherAccount.appid,
    pre_auth_code,
  })
  const refreshing = { authorizer_appid: account.appid, authorizer_refresh_token: refresh }
  const { authorizer_access_token } = await answer(server, 'api_authorizer_token', refreshing)
  const token = await tokenOf(server)
  await createTag(server, access, '广东')
  await createTag(server, `x${authorizer_access_token}`, '广东')
  await cancel(server)
  return [
    component.secret,
    ticket,
    pre_auth_code,
    unused,
    access,
    refresh,
    code,
    auth_code,
    authorizer_access_token,
    token,
  ]
}

const accounts = [account, otherAccount]

describeServers('what is kept of a component', (open) => {
  test('is no secret in the clear, but for the keys that pushes are made with', {
    meta: verifies('component.digest-only'),
  }, async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'jadeite.db')
    await using server = await open({ store: `sqlite:${path}`, accounts, components: [component] })
    const secrets = await secretsOf(server)
    const bytes = ['', '-wal'].map((suffix) => readFileSync(path + suffix, 'latin1')).join('')
    for (const secret of secrets) {
      expect(bytes).not.toContain(secret)
      expect(bytes).not.toContain(secret.slice(-20))
    }
    for (const needed of [component.token, component.encodingAesKey]) expect(bytes).toContain(needed)
  })
})

test('is not in the log either, whatever fails', {
  meta: verifies('component.digest-only', 'push.failure-log', 'push.secrets', 'log.no-secrets'),
}, async () => {
  // The first ticket and the first code do not arrive: each is tried three times.
  const attempts: Record<string, number> = {}
  await using use = await receiver((response, n) => {
    const push = use.received[n - 1] ?? expect.fail('answered before it came')
    const [, type = ''] = /<InfoType><!\[CDATA\[(\w+)/.exec(read(push)) ?? []
    attempts[type] = (attempts[type] ?? 0) + 1
    if (type !== 'unauthorized' && attempts[type] <= 3) response.writeHead(500)
    response.end('success')
  })
  const logged: unknown[] = []
  const store = await openStore('memory')
  const log = Object.fromEntries(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [
      level,
      (...line: unknown[]) => logged.push(line),
    ]),
  ) as unknown as { error(details: object, message: string): void }
  const server = createServer({ store, log })
  const eventUrl = use.url.replace('//', '//user:password@')
  await server.plant({ accounts, components: [{ ...component, eventUrl: `${eventUrl}?key=1` }] })
  const request: Opened['request'] = async (method, target, body) => {
    const response = await server.fetch(`http://localhost${target}`, { method, ...(body !== undefined && { body }) })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const secrets = await secretsOf({ request } as Opened)
  // A call that fails on our side, with a token and a code in hand.
  await store.close()
  for (const secret of secrets) {
    await request('POST', `/cgi-bin/tags/create?access_token=${secret}`, JSON.stringify({ tag: { name: secret } }))
    await request('POST', `/cgi-bin/component/api_query_auth?access_token=${secret}`, JSON.stringify({ code: secret }))
  }
  await server.pushed()
  const text = JSON.stringify(logged, (_, value) => (value instanceof Error ? `${value.stack}${value.cause}` : value))
  expect(text.match(/a push did not arrive/g)).toHaveLength(2)
  expect(text).toContain('a call failed on our side')
  const { token, encodingAesKey } = component
  for (const hidden of [...secrets, token, encodingAesKey, 'password', 'key=1', 'signature']) {
    expect(text).not.toContain(hidden)
  }
})
