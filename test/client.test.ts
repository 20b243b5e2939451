import { expect, test } from 'vitest'
import { createClient, WeChatError } from '../src/client/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import { refused, verifies } from './harness.ts'

/** A client whose requests are seen on their way, and answered by `reply` where it has something to say. */
async function watched(reply: (path: string, n: number) => object | undefined = () => undefined) {
  const jadeite = await startJadeite()
  const paths: string[] = []
  const fetch = async (request: Request) => {
    const { pathname } = new URL(request.url)
    paths.push(pathname.replace('/cgi-bin/', ''))
    const said = reply(pathname, paths.filter((path) => pathname.endsWith(path)).length)
    return said ? Response.json(said) : jadeite.fetch(request)
  }
  const { appid, secret } = jadeite
  const client = createClient({ baseUrl: 'http://localhost/', appid, secret, fetch })
  return { ...jadeite, client, paths }
}

test('the client fetches a token once, for calls that come together too', {
  meta: verifies('client.token'),
}, async () => {
  await using use = await watched()
  await Promise.all(['a', 'b', 'c'].map((name) => use.client.createTag({ tag: { name } })))
  await use.client.getTags()
  expect(use.paths.filter((path) => path === 'stable_token')).toHaveLength(1)
})

test('the client renews a token near its end once for all calls', { meta: verifies('client.token') }, async () => {
  await using use = await watched((path, n) =>
    path.endsWith('stable_token') && n === 1 ? { access_token: 'nearly over', expires_in: 30 } : undefined,
  )
  await use.client.getOpenApi()
  await Promise.all(Array.from({ length: 20 }, () => use.client.getTags()))
  expect(use.paths.filter((path) => path === 'stable_token')).toHaveLength(2)
})

test.each([40001, 40014, 42001])(
  'the client renews its token on %i and repeats the call',
  { meta: verifies('client.token') },
  async (errcode) => {
    await using use = await watched((path, n) =>
      path.endsWith('/get') && n === 1 ? { errcode, errmsg: 'dead' } : undefined,
    )
    expect((await use.client.getTags()).tags).toHaveLength(1)
    expect(use.paths).toEqual(['stable_token', 'tags/get', 'stable_token', 'tags/get'])
  },
)

test('the client gives up when the new token is refused as well', { meta: verifies('client.token') }, async () => {
  await using use = await watched((path) => (path.endsWith('/get') ? { errcode: 42001, errmsg: 'dead' } : undefined))
  await expect(use.client.getTags()).rejects.toMatchObject({ name: 'ACCESS_TOKEN_EXPIRED', errcode: 42001 })
  expect(use.paths).toEqual(['stable_token', 'tags/get', 'stable_token', 'tags/get'])
})

test('the client survives a token that another environment has replaced', {
  meta: verifies('client.token'),
}, async () => {
  await using use = await watched()
  await use.client.getTags()
  await use.clientOf(use).getStableAccessToken({ force_refresh: true })
  expect((await use.client.getTags()).tags).toHaveLength(1)
})

test('an error has name, errcode, errmsg and rid', { meta: verifies('client.errors') }, async () => {
  await using use = await watched()
  const error = await refused('TAG_NAME_INVALID', use.client.createTag({ tag: { name: '' } }))
  expect(error.errcode).toBe(45157)
  expect(error.errmsg).toBe(error.message.replace('45157 ', ''))
  expect(error.errmsg).toMatch(new RegExp(`^invalid tag name hint: \\[.{16}\\] rid: ${error.rid}$`))
  expect(error.rid).toMatch(/^[0-9a-f]{8}-/)
})

test('an errcode that is not in the catalogue is kept', { meta: verifies('client.errors') }, async () => {
  await using use = await watched((path) =>
    path.endsWith('/get') ? { errcode: 268487002, errmsg: 'busy' } : undefined,
  )
  const error = await use.client.getTags().catch((error: unknown) => error)
  expect(error).toBeInstanceOf(WeChatError)
  expect(error).toMatchObject({ name: 'UNKNOWN', errcode: 268487002, errmsg: 'busy', rid: undefined })
})

test('what is no answer of the platform is told with path and status', {
  meta: verifies('client.errors'),
}, async () => {
  const fetch = async () => new Response('<html>', { status: 502 })
  const client = createClient({ appid: 'wx0', secret: 's', fetch })
  await expect(client.getTags()).rejects.toThrow('/cgi-bin/stable_token answered HTTP 502 with no JSON: <html>')
})

test.each([undefined, '', '127.0.0.1:8240', 'ftp://x'])(
  'a baseUrl of %s is not taken for the live service',
  {
    meta: verifies('client.errors'),
  },
  (baseUrl) => {
    const options = { appid: 'wx0', secret: 's', baseUrl: baseUrl as string }
    expect(() => createClient(options)).toThrow(/^baseUrl is .*: give one as in/)
  },
)

test('a server that does not answer is named', { meta: verifies('client.errors') }, async () => {
  const client = createClient({ appid: 'wx0', secret: 's', baseUrl: 'http://127.0.0.1:9' })
  await expect(client.getTags()).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9 does not answer \(.+\)$/)
})
