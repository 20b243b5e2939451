import { describe, expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { cloud, environment, narrow, type Route, started, versions } from './wx-server-sdk.ts'

describe.each(versions)('what wx-server-sdk $version tells', (version) => {
  const { sendsAppid = false, first = false } = version

  test('of a tag that is there already', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(version, server)
    await witness.openapi('tags.create', { tag: { name: '广东' } })
    const taken = await witness.refused('tags.create', { tag: { name: '广东' } })
    expect(taken).toEqual({
      errCode: 45157,
      errMsg: expect.stringMatching(/^openapi\.officialAccount\.tags\.create:fail invalid tag name hint: \[.*\] rid: /),
      message: `errCode: 45157  | errMsg: ${taken.errMsg}`,
    })
  })

  test('of what an environment may not do', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    await using witness = started(version, server)
    expect(await witness.refused('tags.getidlist')).toEqual(systemError(-604100, 'API not found'))
    if (sendsAppid) {
      const unlinked = { appid: 'wx8240000000000003' }
      expect(await witness.refused('tags.get', {}, undefined, unlinked)).toEqual(
        cloudError(-501006, 'invalid common parameters', 'wx api error: -605108, appid unauthorized'),
      )
    }

    const token = { WX_CONTEXT_KEYS: 'WX_API_TOKEN', WX_API_TOKEN: narrow.wxApiToken }
    await using trusted = started(version, server, by(narrow), token)
    expect(await trusted.openapi('tags.get')).toMatchObject({ tags: [{ id: 2, name: '星标组', count: 0 }] })
    expect(await trusted.refused('tags.create', { tag: { name: '广东' } })).toEqual(
      systemError(-604101, 'function has no permission to call this API'),
    )
    await using untrusted = started(version, server, by(narrow))
    const text = first ? '' : 'illegal source of invocation' // 1.x has no text for it
    expect(await untrusted.refused('tags.get')).toEqual(systemError(-604104, text))
  })

  test('of what is no call of an environment', { meta: verifies('witness.wx-server-sdk') }, async () => {
    await using server = await cloud()
    const refusedBy = async (credentials: Credentials, data = {}) => {
      await using witness = started(version, server, by(credentials))
      return await witness.refused('tags.get', data)
    }
    const tooMany = Object.fromEntries(Array.from({ length: 257 }, (_, n) => [`argument${n}`, n]))
    expect(await refusedBy(environment, tooMany)).toEqual(
      cloudError(
        -501007,
        'invalid parameters',
        'requestData is no CommApiData message: send what wx-server-sdk makes of a call, with 256 arguments at most',
      ),
    )
    expect(await refusedBy({ ...environment, env: 'prod-2' })).toEqual(
      cloudError(
        -501005,
        'invalid env',
        'env is not that of the credentials: give both from the same environment of the seed',
      ),
    )
    expect(await refusedBy({ ...environment, secretId: 'another' })).toEqual(
      cloudError(-501001, 'resource system error', 'secretId is not known: give that of an environment of the seed'),
    )
    expect(await refusedBy({ ...environment, secretKey: 'another' })).toEqual(
      cloudError(
        -501001,
        'resource system error',
        'the signature does not match: check secretKey, and that no proxy changes Host or path',
      ),
    )
    server.clock.advance(1000) // 2.x and later sign for 600 seconds, 1.x for 900
    expect(await refusedBy(environment)).toEqual(
      cloudError(
        -501001,
        'resource system error',
        'the signature has expired or is not good yet: set the clock by that of the server',
      ),
    )
  })
})

type Credentials = Pick<typeof environment, 'env' | 'secretId' | 'secretKey'>

/** Credentials told twice: 1.x takes those of the process. */
const by =
  ({ env, secretId, secretKey }: Credentials): Route =>
  (serviceUrl) => ({
    config: { env, secretId, secretKey, serviceUrl },
    env: { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey },
  })

const systemError = (errCode: number, text: string) => ({
  errCode,
  errMsg: `system error: error code: ${errCode}`,
  message: `errCode: ${errCode} ${text} | errMsg: system error: error code: ${errCode}`,
})

const cloudError = (errCode: number, text: string, message: string) => ({
  errCode,
  errMsg: `officialAccount.tags.get:fail ${message}`,
  message: `errCode: ${errCode} ${text} | errMsg: officialAccount.tags.get:fail ${message}`,
})
