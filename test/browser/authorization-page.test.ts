import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createComponentClient } from '../../src/client/index.ts'
import { createServer, openStore } from '../../src/server/index.ts'
import { type Jadeite, startJadeite } from '../../src/testing/index.ts'
import { verifies } from '../harness.ts'
import { accounts, component, pageFor } from './asking.ts'
import { launchChromium } from './browser.ts'
import { type Platform, startPlatform } from './platform.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const start = () => startJadeite({ accounts, components: [component], listen: true })
const [, { appid: second }] = accounts as [unknown, (typeof accounts)[0]]

/** A page of a browser of one's own, and what it complained of. */
async function opened(options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] } & AsyncDisposable> {
  const context = await browser.newContext({ locale: 'en-US', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

const addressFor = async (server: Jadeite, { redirectUri }: Platform) =>
  server.url + (await pageFor(server, { redirect_uri: redirectUri }))

/** What the account has granted by the code with which the browser came to the platform. */
async function granted(server: Pick<Jadeite, 'componentOf'>, { arrived }: Platform) {
  expect(arrived).toHaveLength(1)
  const [{ query, headers } = { query: new URLSearchParams(), headers: {} }] = arrived
  expect([...query.keys()]).toEqual(['state', 'auth_code', 'expires_in'])
  expect(query.get('expires_in')).toBe('600')
  expect(headers.referer).toBeUndefined()
  const { authorization_info } = await server
    .componentOf(component)
    .getAuthorizerRefreshToken({ authorization_code: query.get('auth_code') ?? '' })
  const { authorizer_appid, func_info } = authorization_info
  return { appid: authorizer_appid, sets: func_info.map(({ funcscope_category: { id } }) => id) }
}

test.each<[string, BrowserContextOptions]>([
  ['on a computer', { viewport: { width: 1280, height: 900 } }],
  ['on a phone', { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true }],
  ['in the dark', { colorScheme: 'dark' }],
  ['without scripts', { javaScriptEnabled: false }],
])('an account is authorized by mouse %s', { meta: verifies('page.people', 'page.agree') }, async (_, options) => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened(options)
  const { page, complaints } = visit
  await page.goto(await addressFor(server, platform))
  await page.getByRole('radio', { name: '广东小店' }).click()
  await page.getByText(second).click()
  for (const id of ['User management', 'Web page service', 'Permission set 9000'])
    expect(await page.getByRole('checkbox', { name: id }).isChecked()).toBe(true)
  await page.getByText('Web page service').click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(/\/done/)
  expect(await page.getByRole('heading').textContent()).toBe('Authorized')
  expect(await granted(server, platform)).toEqual({ appid: second, sets: [2, 9000] })
  expect(complaints).toEqual([])
})

test('an account is authorized by keyboard alone', { meta: verifies('page.people', 'page.subset') }, async () => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened({})
  const { page } = visit
  const focused = page.locator(':focus')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await page.goto(await addressFor(server, platform))
  await press('Tab')
  expect(await focused.textContent()).toBe('中文')
  await press('Tab', 'Space', 'ArrowDown')
  expect(await focused.getAttribute('value')).toBe(second)
  expect(await focused.isChecked()).toBe(true)
  await press('Tab', 'Space', 'Tab')
  expect(await focused.getAttribute('value')).toBe('4')
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
  await press('Tab', 'Tab')
  expect(await focused.textContent()).toBe('Authorize')
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
  await press('Enter')
  await page.waitForURL(/\/done/)
  expect(await granted(server, platform)).toEqual({ appid: second, sets: [4, 9000] })
})

test('refusing by keyboard leads nowhere', { meta: verifies('page.people', 'page.refuse') }, async () => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened({ locale: 'zh-CN' })
  const { page } = visit
  await page.goto(await addressFor(server, platform))
  await page.getByRole('button', { name: '拒绝' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: '未授予任何权限' }).waitFor()
  expect(platform.arrived).toEqual([])
  await page.getByRole('link', { name: '重新选择' }).click()
  await page.getByRole('button', { name: '同意授权' }).waitFor()
})

test('a wrong choice is told, and can be mended', { meta: verifies('page.people', 'page.wrong-choice') }, async () => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened({})
  const { page } = visit
  await page.goto(await addressFor(server, platform))
  await page.getByLabel('Permission set 9000').uncheck()
  await page.getByRole('button', { name: 'Authorize' }).click()
  expect(await page.getByRole('alert').textContent()).toBe('Choose an account.')
  expect(await page.locator(':focus').getAttribute('role')).toBe('alert')
  await page.getByLabel('广东小店').check()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(/\/done/)
  expect(await granted(server, platform)).toEqual({ appid: server.appid, sets: [2, 4] })
})

test('the language is that of the browser, or of the link', {
  meta: verifies('page.people', 'page.languages'),
}, async () => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened({ locale: 'zh-CN' })
  const { page } = visit
  const languageNow = () => page.locator('html').getAttribute('lang')
  await page.goto(await addressFor(server, platform))
  expect(await languageNow()).toBe('zh-CN')
  expect(await page.title()).toBe('授权给第三方平台 · Jadeite')
  await page.getByLabel('用户管理：用户资料、标签与分组').waitFor()
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Authorize a third-party platform' }).waitFor()
  expect(await languageNow()).toBe('en')
  await page.getByRole('link', { name: '中文' }).click()
  await page.getByLabel('广东小店').check()
  await page.getByRole('button', { name: '同意授权' }).click()
  await page.waitForURL(/\/done/)
  expect((await granted(server, platform)).appid).toBe(server.appid)
})

test('the page fits a phone, and is dark in the dark', { meta: verifies('page.people') }, async () => {
  await using server = await start()
  await using platform = await startPlatform()
  await using visit = await opened({ viewport: { width: 320, height: 640 }, isMobile: true, colorScheme: 'dark' })
  const { page } = visit
  await page.goto(await addressFor(server, platform))
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  for (const target of await page.locator('label, button').all())
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  const lightness = await page.evaluate('getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)')
  expect(Math.max(...(lightness as number[]))).toBeLessThan(40)
})

test('a browser that knows the admin key may decide', { meta: verifies('page.people', 'page.admin-key') }, async () => {
  const store = await openStore('memory')
  const server = createServer({ store, adminKey: 'key' })
  await server.plant({ accounts, components: [component] })
  const endpoint = await server.listen()
  const client = createComponentClient({
    ...component,
    baseUrl: endpoint.url,
    adminKey: 'key',
    ticket: async () => (await client.pushTicket()).component_verify_ticket,
  })
  const doors = { componentOf: () => client }
  await using platform = await startPlatform()
  await using visit = await opened({ httpCredentials: { username: 'anybody', password: 'key' } })
  const { page } = visit
  await page.goto(endpoint.url + (await pageFor(doors, { redirect_uri: platform.redirectUri, biz_appid: second })))
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(/\/done/)
  expect((await granted(doors, platform)).appid).toBe(second)
  await endpoint.close()
  await store.close()
})
