import { expect, test } from 'vitest'
import { createClient, createComponentClient } from '../../src/client/index.ts'
import { createServer, openStore } from '../../src/server/index.ts'
import { maskedTarget, maskedText, stars } from '../../src/server/steering/request-masks.ts'
import { verifies } from '../harness.ts'

const account = { appid: 'wx000000000000000a', secret: '0123456789abcdef0123456789abcdef' }
const component = { appid: 'wx000000000000000c', secret: 'c-secret-of-no-shape' }

test('no secret, token, ticket or code that was used is in any reading', {
  meta: verifies('requests.masked'),
}, async () => {
  const store = await openStore('memory')
  const server = createServer({ store })
  const encodingAesKey = 'K'.repeat(43)
  await server.plant({
    accounts: [{ ...account, profile: {} }] as never,
    components: [{ ...component, token: 'message-token', encodingAesKey, permissionSets: [1, 2] }] as never,
  })
  // All that was answered or sent under a name that lets somebody in.
  const hidden = new Set<string>([account.secret, component.secret])
  const noted = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && /token|ticket|code$|secret/i.test(key)) hidden.add(inner)
      noted(inner)
    }
  }
  const connection = {
    baseUrl: 'http://localhost',
    async fetch(request: Request) {
      const response = await server.fetch(request)
      noted(await response.clone().json())
      return response
    },
  }
  const client = createClient({ ...account, ...connection })
  const ofComponent = createComponentClient({
    ...component,
    ...connection,
    ticket: async () => (await ofComponent.pushTicket()).component_verify_ticket,
  })

  const ask = async (target: string, body?: string) =>
    connection.fetch(
      new Request(`http://localhost/cgi-bin/${target}`, body === undefined ? {} : { method: 'POST', body }),
    )
  const claim = `appid=${account.appid}&secret=${account.secret}`
  await ask(`token?grant_type=client_credential&${claim}`)
  await ask(`token?grant_type=client_credential&appid=${account.appid}&%73ecret=${account.secret}`)
  await ask(`token/${account.secret}?x=${account.secret}&SECRET=${account.secret}`)
  await ask('stable_token', JSON.stringify({ grant_type: 'client_credential', ...account, force_refresh: true }))
  await ask('stable_token', `{"appid":"${account.appid}","secret":"${account.secret}`)
  await ask('stable_token', claim)
  await ask('stable_token', `{"s\\u0065cret":"${component.secret}","app_secret":{"is":"${component.secret}"}}`)
  await ask('stable_token', `<xml><AppSecret>${component.secret}</AppSecret></xml>`)
  await ask('stable_token', `{'secret': '${component.secret}'}`)
  await ask('stable_token', `secret: ${component.secret}\n`)
  await client.createTag({ tag: { name: '广东' } })
  const { access_token: token } = await client.getStableAccessToken()
  await ask(`tags/create?access_token=${token}`, `{"tag":{"name":"${token}"}}`)
  await ask(`tags/create?acces_tokn=${token}`, '{"tag":{"name":"x"}}')
  await ask(`tags/create?access_token=${token}`, `${'x'.repeat(16 * 1024 - 40)}${token}`)
  await ofComponent.getPreAuthCode()
  const granted: unknown = await client.grantAuthorization({ component_appid: component.appid, appid: account.appid })
  const code = /queryauthcode@@@[\w-]+/.exec(JSON.stringify(granted))?.[0] ?? ''
  hidden.add(code)
  await ofComponent.getAuthorizerRefreshToken({ authorization_code: code })
  expect(hidden.size).toBeGreaterThan(8)

  const { requests } = await client.getRequests({ appid: '', limit: 1000 })
  expect(requests.length).toBeGreaterThan(15)
  const readings = [requests, await client.getHar({ appid: '', limit: 1000 })]
  const slow = await client.waitForRequest({ interface: 'deleteTag', timeoutMs: 1 }).catch(({ message }) => message)
  const all = JSON.stringify([readings, slow])
  expect(all).toContain('createTag')
  hidden.delete('***')
  expect([...hidden].filter((secret) => all.includes(secret))).toEqual([])
  expect(all.includes(token.slice(0, 39))).toBe(false) // nor what was cut
  await store.close()
})

test('a secret in the place of an appid is in no reading, and in no line', {
  meta: verifies('requests.masked', 'log.calls'),
}, async () => {
  const store = await openStore('memory')
  const lines: object[] = []
  const server = createServer({ store, log: { error: expect.fail, called: (details) => lines.push(details) } })
  await server.plant({ accounts: [account] as never })
  const swapped = `appid=${account.secret}&secret=${account.appid}`
  await server.fetch(`http://localhost/cgi-bin/token?grant_type=client_credential&${swapped}`)
  const log = await (await server.fetch('http://localhost/_jadeite/requests')).json()
  expect(log).toMatchObject({ requests: [{ interface: 'getAccessToken', appid: '', errcode: 40013 }] })
  expect(JSON.stringify(log)).not.toContain(account.secret)
  expect(lines).toMatchObject([{ interface: 'getAccessToken', appid: '' }])
  await store.close()
})

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const QUOTES = `"${'\\"'.repeat(32_000)}`
const NAMES = `{"${'auth'.repeat(16_000)}":"a"}`

// Who looks at all characters for each of them takes half a minute for these.
test.each([
  ['what is nested deep', DEEP],
  ['what is all quotes', QUOTES],
  ['what has an endless name', NAMES],
])('%s is masked, soon', { meta: verifies('requests.masked') }, (_, text) => {
  const began = performance.now()
  for (let n = 0; n < 3; n++) expect(maskedText(text, stars).length).toBeGreaterThan(0)
  expect(performance.now() - began).toBeLessThan(5000)
})

test.each([
  ['{"tag":{"name":"广东"}}', '{"tag":{"name":"广东"}}'],
  [' { "secret" : "a\\"b" , "x" : 1 } ', ' { "secret" : "***" , "x" : 1 } '],
  ['{"access_token":"","expires_in":7200}', '{"access_token":"","expires_in":7200}'],
  ['{"secret":12,"secret":"b"}', '{"secret":"***","secret":"***"}'],
  ['{"secret":["a"],"errcode":1}', '{"secret":"***","errcode":1}'],
  ['{"errcode":40001,"errmsg":"x"}', '{"errcode":40001,"errmsg":"x"}'],
  ['{"openid":"ocYxcuBt0mRugKZ7tGAHPnUaOW7Y"}', '{"openid":"ocYxcuBt0mRugKZ7tGAHPnUaOW7Y"}'],
])('%s is shown as %s', { meta: verifies('requests.masked') }, (text, shown) => {
  expect(maskedText(text, stars)).toBe(shown)
})

test.each([
  ['/cgi-bin/tags/get?access_token=a%20b&x=%E5%B9%BF', '/cgi-bin/tags/get?access_token=***&x=%E5%B9%BF'],
  ['/cgi-bin/tags/get?access_token=', '/cgi-bin/tags/get?access_token='],
  ['/cgi-bin/tags/get?a&&code=1&%zz=1', '/cgi-bin/tags/get?a&&code=***&%zz=1'],
])('%s is shown as %s', { meta: verifies('requests.masked') }, (target, shown) => {
  expect(maskedTarget(target, stars)).toBe(shown)
})
