import { describe, expect, test } from 'vitest'
import { createServer, openStore } from '../src/server/index.ts'
import { strangerRefusal } from '../src/server/page/caller.ts'
import { html } from '../src/server/page/html.ts'
import { accounts, agreed, component, pageFor, send, setup } from './browser/asking.ts'
import { describeServers, verifies } from './harness.ts'

describeServers('the authorization page keeps safe', (open) => {
  test.each([
    '',
    'javascript:alert(1)',
    'JaVaScRiPt://x/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    '//platform.example/done',
    'platform.example',
    'file:///etc/passwd',
  ])('goes nowhere for the redirect_uri %j', { meta: verifies('page.redirect-uri') }, async (redirect_uri) => {
    await using server = await open(setup)
    const path = await pageFor(server, { redirect_uri })
    for (const { status, headers, text } of [await send(server, path), await send(server, path, agreed)]) {
      expect([status, headers.get('location')]).toEqual([400, null])
      expect(text).toContain('redirect_uri is missing, or is no http or https address')
    }
  })

  test.each([
    { lang: 'en"><script>alert(1)</script>' },
    { component_appid: '<script>alert(1)</script>' },
    { redirect_uri: 'https://platform.example/"><script>alert(1)</script>' },
    { pre_auth_code: '"><script>alert(1)</script>' },
    { biz_appid: "'><script>alert(1)</script>" },
    { '"><script>alert(1)</script>': "'><script>alert(1)</script>" },
  ])('lets nothing in that is hostile (%j)', { meta: verifies('page.escaped') }, async (asked) => {
    await using server = await open({
      accounts: [{ ...accounts[0], profile: { nick_name: '<script>alert(1)</script>' } }] as typeof accounts,
      components: [component],
    })
    const path = await pageFor(server, asked as Record<string, string>)
    const forms = [undefined, agreed, { decision: 'refuse' }, { decision: 'agree', appid: '"><script>' }]
    for (const form of forms) {
      const { text } = await send(server, path, form)
      expect(text).not.toMatch(/<script|\son\w+=|javascript:/)
    }
  })

  test('runs nothing, is framed nowhere and is not stored', { meta: verifies('page.headers') }, async () => {
    await using server = await open(setup)
    const { headers } = await send(server, await pageFor(server))
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; frame-ancestors 'none'; base-uri 'none'$/,
    )
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('knows GET, HEAD and POST', { meta: verifies('page.methods') }, async () => {
    await using server = await open(setup)
    const path = await pageFor(server)
    const head = await server.request('HEAD', path)
    expect([head.status, head.headers.get('content-type'), head.text]).toEqual([200, 'text/html; charset=utf-8', ''])
    const put = await server.request('PUT', path, 'x')
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
    expect(put.text).toContain('<h1>Not with this method</h1>')
    const options = await server.request('OPTIONS', path)
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
  })

  test.each(['https://platform.example', 'null', 'http://localhost.example'])(
    'takes no form from %s',
    { meta: verifies('page.guard') },
    async (origin) => {
      await using server = await open(setup)
      const { status, headers, text } = await send(server, await pageFor(server), agreed, { Origin: origin })
      expect([status, headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
      expect(text).toContain(`the Origin ${origin} is foreign`)
    },
  )
})

describe('who may use the authorization page', () => {
  const caller = { ip: '127.0.0.1', host: 'localhost:8240', origin: undefined, authorization: undefined }
  const far = { ...caller, ip: '10.0.0.7', host: 'jadeite.example' }
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

  test('is this machine', { meta: verifies('page.guard') }, () => {
    expect(strangerRefusal(undefined, 'GET', caller)).toBeUndefined()
    expect(strangerRefusal(undefined, 'POST', { ...caller, origin: 'http://localhost:8240' })).toBeUndefined()
    expect(strangerRefusal(undefined, 'GET', { ...caller, ip: '10.0.0.7' })?.status).toBe(403)
    expect(strangerRefusal(undefined, 'GET', { ...caller, host: 'jadeite.example' })?.status).toBe(403)
  })

  test.each([basic('anybody:key'), basic(':key'), basic('a:key').replace('Basic', 'basic'), 'Bearer key'])(
    'is whoever holds the admin key (%s)',
    { meta: verifies('page.admin-key') },
    (authorization) => {
      expect(strangerRefusal('key', 'GET', { ...far, authorization })).toBeUndefined()
      for (const origin of [undefined, 'https://jadeite.example', 'http://JADEITE.example'])
        expect(strangerRefusal('key', 'POST', { ...far, authorization, origin })).toBeUndefined()
      for (const origin of ['null', 'https://platform.example', 'http://localhost', 'http://jadeite.example:81'])
        expect(strangerRefusal('key', 'POST', { ...far, authorization, origin })?.status).toBe(403)
    },
  )

  test('has a key that may hold a colon', { meta: verifies('page.admin-key') }, () => {
    expect(strangerRefusal('k:é', 'GET', { ...far, authorization: basic('x:k:é') })).toBeUndefined()
  })

  test.each([undefined, basic('key:kex'), basic('key'), 'Basic', 'Basic %%%', 'Bearer kex', 'key'])(
    'is nobody else (%s)',
    { meta: verifies('page.admin-key') },
    (authorization) => {
      expect(strangerRefusal('key-of-12', 'GET', { ...caller, authorization })?.status).toBe(401)
    },
  )
})

test('a browser is asked for the admin key', { meta: verifies('page.admin-key', 'page.guard') }, async () => {
  const store = await openStore('memory')
  const { fetch } = createServer({ store, adminKey: 'key' })
  const unknown = await fetch('http://jadeite.example/safe/bindcomponent')
  expect([unknown.status, unknown.headers.get('www-authenticate')]).toEqual([
    401,
    'Basic realm="Jadeite", charset="UTF-8"',
  ])
  expect(await unknown.text()).toContain('as the password the admin key')
  const known = await fetch('http://jadeite.example/safe/bindcomponent', {
    headers: { Authorization: `Basic ${btoa('me:key')}` },
  })
  expect(known.status).toBe(400)
  const stranger = await createServer({ store }).fetch('http://jadeite.example/safe/bindcomponent')
  expect(stranger.status).toBe(403)
  expect(await stranger.text()).toContain('the Host jadeite.example is not this machine')
  await store.close()
})

test('a fault on our side is told and logged', { meta: verifies('page.fault') }, async () => {
  const store = await openStore('memory')
  const logged: object[] = []
  const fault = new Error('the disk is on fire')
  const { fetch } = createServer({
    store: { ...store, component: () => Promise.reject(fault) },
    log: { error: (details) => logged.push(details) },
  })
  const response = await fetch('http://localhost/safe/bindcomponent?redirect_uri=http://localhost')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).toContain('-1 system error')
  expect(text).not.toContain('fire')
  expect(logged).toEqual([{ interface: 'authorization page', err: fault }])
  await store.close()
})

test('a template escapes what is put in', { meta: verifies('page.escaped') }, () => {
  const rows = ['<a>', '"&\''].map((text) => html`<i title="${text}">${text}</i>`)
  expect(html`${rows}${undefined}${0}${html`<b>`}`.markup).toBe(
    '<i title="&lt;a&gt;">&lt;a&gt;</i><i title="&quot;&amp;&#39;">&quot;&amp;&#39;</i>0<b>',
  )
})
