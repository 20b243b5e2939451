import { expect, test } from 'vitest'
import { languageOf } from '../src/server/page/language.ts'
import { accounts, agreed, component, pageFor, send, setup } from './browser/asking.ts'
import { describeServers, verifies } from './harness.ts'

const [{ appid }, { appid: other }] = accounts as [(typeof accounts)[0], (typeof accounts)[1]]
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
    expect(alertIn(text)).toContain(`permission set 4 of ${appid} is held by ${rival.appid}`)
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
    [{ pre_auth_code: 'preauthcode@@@x' }, '61009 code is invalid', 'go back to the platform that led you here'],
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
    expect((await send(server, `${path}&lang=zh_CN`)).text).toContain('请返回引导您到此的第三方平台')
  })

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

test('a language is named or preferred', { meta: verifies('page.languages') }, () => {
  expect(languageOf('zh_CN')).toBe('zh')
  expect(languageOf('zha')).toBe('en')
  expect(languageOf(null, 'en;q=0.1, zh')).toBe('zh')
  expect(languageOf(null, 'en;q=x, zh;q=')).toBe('en')
})
