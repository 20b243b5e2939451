import { describe, expect, test } from 'vitest'
import { createServer, openStore } from '../src/server/index.ts'
import { strangerRefusal } from '../src/server/page/caller.ts'
import { html } from '../src/server/page/html.ts'
import { languageOf } from '../src/server/page/language.ts'
import { accounts, component, pageFor } from './browser/asking.ts'
import { describeServers, type Opened, verifies } from './harness.ts'

const [{ appid }, { appid: other }] = accounts as [(typeof accounts)[0], (typeof accounts)[1]]
const setup = { accounts, components: [component] }
const agreed = { decision: 'agree', appid, permission_set: '2' }

/** As a browser sends it; a redirect is answered, not gone to. */
async function send(server: Opened, path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const fetched = server.url ? fetch : server.fetch
  const response = await fetched((server.url ?? 'http://localhost') + path, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { 'Accept-Language': 'en', ...headers },
    ...(form && { body: new URLSearchParams(form) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const alertIn = (text: string): string => /<div role="alert"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? ''

describeServers('the authorization page', (open) => {
  test.each(['/cgi-bin/componentloginpage', '/wxaopen/safe/bindcomponent', '/safe/bindcomponent'])(
    'is at %s',
    { meta: verifies('page.paths') },
    async (path) => {
      await using server = await open(setup)
      const { status, text } = await send(server, (await pageFor(server)).replace('/cgi-bin/componentloginpage', path))
      expect(status).toBe(200)
      expect(text).toContain(`The platform ${component.appid} asks to act for one of your Official Accounts.`)
      expect(text).toContain('This is Jadeite, not WeChat.')
    },
  )

  test('offers accounts and permission sets', { meta: verifies('page.offer', 'page.no-100') }, async () => {
    await using server = await open(setup)
    const { text } = await send(server, await pageFor(server))
    expect(text).toContain('<span>广东小店 <small>wx8240000000000001</small></span>')
    expect(text).toContain('<span>wx8240000000000002</span>')
    expect([...text.matchAll(/name="permission_set" value="(\d+)" checked/g)].map(([, id]) => id)).toEqual([
      '2',
      '4',
      '9000',
    ])
    expect(text).toContain('User management: profiles, tags and groups')
    expect(text).toContain('Web page service <small>one platform at a time</small>')
    expect(text).toContain('Permission set 9000')
  })

  test('offers what its query narrows it to', { meta: verifies('page.offer') }, async () => {
    await using server = await open(setup)
    const narrow = await send(server, await pageFor(server, { biz_appid: other, category_id_list: '2|100' }))
    expect(narrow.text).toContain(`value="${other}" checked`)
    expect(narrow.text).not.toContain(appid)
    expect(narrow.text.match(/name="permission_set"/g)).toHaveLength(1)
    expect((await send(server, await pageFor(server, { auth_type: '2' }))).text).toContain(
      'There is no Official Account',
    )
    expect((await send(server, await pageFor(server, { category_id_list: '1' }))).text).toContain('asks for nothing')
  })

  test('leads on with a code that can be exchanged', { meta: verifies('page.agree', 'page.subset') }, async () => {
    await using server = await open(setup)
    const path = await pageFor(server)
    const { status, headers, text } = await send(server, path, agreed)
    expect([status, text, headers.get('cache-control')]).toEqual([302, '', 'no-store'])
    const there = new URL(headers.get('location') ?? '')
    expect(there.origin + there.pathname).toBe('https://platform.example/done')
    expect([...there.searchParams.keys()]).toEqual(['auth_code', 'expires_in'])
    expect(there.searchParams.get('expires_in')).toBe('600')

    const { authorization_info } = await server
      .componentOf(component)
      .getAuthorizerRefreshToken({ authorization_code: there.searchParams.get('auth_code') ?? '' })
    expect(authorization_info.authorizer_appid).toBe(appid)
    expect(authorization_info.func_info).toEqual([{ funcscope_category: { id: 2 } }])

    const again = await send(server, path, agreed)
    expect([again.status, again.headers.get('location')]).toEqual([400, null])
    expect(again.text).toContain('61009 code is invalid')
  })

  test.each([
    [
      'https://platform.example/done?a=1&b=%26',
      'https://platform.example/done?a=1&b=%26&auth_code=',
      '&expires_in=600',
    ],
    ['http://localhost:1/done?a=1#there', 'http://localhost:1/done?a=1&auth_code=', '&expires_in=600#there'],
    ['http://127.0.0.1:1#', 'http://127.0.0.1:1/?auth_code=', '&expires_in=600#'],
    ['https://platform.example/广\r\nX: y', 'https://platform.example/%E5%B9%BFX:%20y?auth_code=', '&expires_in=600'],
  ])('leads on to %s', { meta: verifies('page.redirect-query', 'page.escaped') }, async (redirect_uri, start, end) => {
    await using server = await open(setup)
    const { headers } = await send(server, await pageFor(server, { redirect_uri }), agreed)
    expect(headers.get('location')?.slice(0, start.length)).toBe(start)
    expect(headers.get('location')?.slice(-end.length)).toBe(end)
    expect(headers.get('x')).toBeNull()
  })

  test('grants nothing when it is refused', { meta: verifies('page.refuse') }, async () => {
    await using server = await open(setup)
    const path = await pageFor(server)
    const { status, headers, text } = await send(server, path, { ...agreed, decision: 'refuse' })
    expect([status, headers.get('location')]).toEqual([200, null])
    expect(text).toContain('Nothing was granted')
    expect(await server.componentOf(component).getAuthorizerList({ offset: 0, count: 10 })).toMatchObject({
      total_count: 0,
    })
    expect((await send(server, path, agreed)).status).toBe(302)
  })

  test('wants a decision', { meta: verifies('page.wrong-choice') }, async () => {
    await using server = await open(setup)
    const { status, text } = await send(server, await pageFor(server), { appid, decision: 'yes', permission_set: '4' })
    expect([status, alertIn(text)]).toEqual([200, ''])
    expect(text).toContain(`value="${appid}" checked`)
  })

  test.each([
    [{ decision: 'agree', permission_set: '2' }, 'Choose an account.'],
    [{ ...agreed, appid: 'wx8240000000000009' }, 'Choose an account.'],
    [{ decision: 'agree', appid }, 'Choose at least one permission set.'],
    [{ ...agreed, permission_set: '100' }, 'Choose at least one permission set.'],
  ])(
    'keeps what was chosen where %j cannot be',
    { meta: verifies('page.wrong-choice', 'page.subset') },
    async (form, problem) => {
      await using server = await open(setup)
      const { status, text } = await send(server, await pageFor(server), form)
      expect([status, alertIn(text)]).toEqual([400, `<p>${problem}</p>`])
      expect(text.includes(`value="${appid}" checked`)).toBe('appid' in form && form.appid === appid)
      expect(text.includes('value="2" checked')).toBe('permission_set' in form && form.permission_set === '2')
      expect(text).not.toContain('value="4" checked')
    },
  )

  test('says what the server would not grant', { meta: verifies('page.wrong-choice') }, async () => {
    const rival = { ...component, appid: 'wxc0000000000000c2', authorized: [{ appid, permissionSets: [4] }] }
    await using server = await open({ accounts, components: [component, rival] })
    const { status, text } = await send(server, await pageFor(server), { ...agreed, permission_set: '4' })
    expect(status).toBe(400)
    expect(alertIn(text)).toContain(`permission set 4 is held by ${rival.appid}`)
    expect(text).toContain('value="4" checked')
  })

  test('takes an appid that is typed where there are more accounts', { meta: verifies('page.more') }, async () => {
    const many = Array.from({ length: 52 }, (_, index) => ({
      appid: `wx82400000000001${String(index).padStart(2, '0')}`,
      secret: 'a'.repeat(32),
    }))
    const last = many[51]?.appid ?? ''
    await using server = await open({ accounts: many, components: [component] })
    const path = await pageFor(server)
    const shown = await send(server, path)
    expect(shown.text.match(/type="radio"/g)).toHaveLength(50)
    expect(shown.text).not.toContain(last)
    expect(shown.text).toContain('Or type the appid of another account')

    const unknown = await send(server, path, { ...agreed, appid: 'wx"<b>' })
    expect(unknown.status).toBe(400)
    expect(alertIn(unknown.text)).toContain('40013 invalid appid')
    expect(unknown.text).toContain('value="wx&quot;&lt;b&gt;"')
    expect((await send(server, path, { ...agreed, appid: ` ${last} ` })).status).toBe(302)
  })

  test.each([
    [{ component_appid: 'wxc0000000000000c9' }, '61011 invalid component', 'No component has this appid'],
    [{ pre_auth_code: 'preauthcode@@@x' }, '61009 code is invalid', 'Use each authorization code once'],
    [{ biz_appid: 'wx8240000000000009' }, '40013 invalid appid', 'Check the appid'],
  ])('tells an error of the platform (%j)', { meta: verifies('page.errors') }, async (asked, error, said) => {
    await using server = await open(setup)
    const path = await pageFor(server, asked as Record<string, string>)
    for (const { status, text } of [await send(server, path), await send(server, path, agreed)]) {
      expect(status).toBe(400)
      expect(text).toContain(error)
      expect(text).toContain(said)
    }
  })

  test.each([
    ['', '44002 empty post data'],
    ['x'.repeat(1024 * 1024 + 1), '45002 content size out of limit'],
    [new Uint8Array([0xff]), '47001 data format error'],
  ])('tells what is wrong with a form (case %#)', { meta: verifies('page.errors') }, async (body, error) => {
    await using server = await open(setup)
    const { status, text } = await server.request('POST', await pageFor(server), body)
    expect([status, /<code>(.*)<\/code>/.exec(text)?.[1]]).toEqual([400, error])
  })

  test('tells that a code is too old, and what is not published', { meta: verifies('page.errors') }, async () => {
    await using server = await open({ accounts, components: [{ ...component, published: false }] })
    const path = await pageFor(server)
    expect((await send(server, path)).text).toContain('61028 component is unpublished')
    server.clock.advance(1801)
    expect((await send(server, path)).text).toContain('61010 code is expired')
    expect((await send(server, `${path}&lang=zh_CN`)).text).toContain('<p>code 已过期。</p>')
  })

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

  test.each([
    [{ lang: 'zh_CN' }, 'en', 'zh-CN', '同意授权', 'lang=en'],
    [{ lang: 'en' }, 'zh-CN', 'en', 'Authorize', 'lang=zh_CN'],
    [{}, 'zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN', '用户管理：用户资料、标签与分组', 'lang=en'],
    [{}, 'fr,en;q=0.5,zh;q=0.4', 'en', 'Uncheck what it should not get.', 'lang=zh_CN'],
    [{ lang: 'fr' }, '*', 'en', 'one platform at a time', 'lang=zh_CN'],
  ])(
    'speaks the language of %j and %s',
    { meta: verifies('page.languages') },
    async (asked, accepted, tag, said, link) => {
      await using server = await open(setup)
      const { text } = await send(server, await pageFor(server, asked as Record<string, string>), undefined, {
        'Accept-Language': accepted,
      })
      expect(text).toContain(`<html lang="${tag}">`)
      expect(text).toContain(said)
      expect(/<a href="\?[^"]*"/.exec(text)?.[0]).toContain(link)
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

test('a language is named or preferred', { meta: verifies('page.languages') }, () => {
  expect(languageOf('zh_CN')).toBe('zh')
  expect(languageOf('zha')).toBe('en')
  expect(languageOf(null, 'en;q=0.1, zh')).toBe('zh')
  expect(languageOf(null, 'en;q=x, zh;q=')).toBe('en')
})
