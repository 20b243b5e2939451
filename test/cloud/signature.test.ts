import { getAuth } from 'tcb-admin-node/src/utils/auth.js'
import { expect, test } from 'vitest'
import { describeServers, verifies } from '../harness.ts'
import { type Asked, ask, build, other, send, tenant } from './caller.ts'
import { answered, expectCode, tag, withTenants } from './replies.ts'

describeServers('signatures of cloud calls', (openServer) => {
  const open = () => withTenants(openServer)

  const wrong: Record<string, Asked> = {
    'another key': { secretKey: 'wrong' },
    'a key of another tenant': { secretKey: other.secretKey },
    'the secretId of another tenant': { secretId: other.secretId, env: other.env },
    'a secretId that nobody has': { secretId: 'AKID3' },
    'no signature': { headers: { Authorization: undefined } },
    'one of another kind': { headers: { Authorization: 'Bearer first key' } },
    'one that is cut': { headers: { Authorization: 'TC3-HMAC-SHA256 Credential=AKID1/2026-01-01/tcb/tc3_request' } },
    'another timestamp': { headers: { 'X-Timestamp': '1767196801' } },
    'no timestamp': { headers: { 'X-Timestamp': undefined } },
    'another header': { headers: { 'User-Agent': 'tcb-node-sdk/2.0.0' } },
  }
  test.each(Object.entries(wrong))(
    'a signature that is wrong is told: %s',
    {
      meta: verifies('cloud.signature'),
    },
    async (_, asked) => {
      await using server = await open()
      expectCode(await ask(server, { data: tag, ...asked }), 'SIGN_PARAM_INVALID')
    },
  )

  test('what was signed cannot be changed', { meta: verifies('cloud.signature') }, async () => {
    await using server = await open()
    const built = build(server, { data: tag })
    const changed = Buffer.from(built.body.toString('latin1').replace('"name"', '"nAme"'), 'latin1')
    expectCode(await send(server, { ...built, body: changed }), 'SIGN_PARAM_INVALID')
    expectCode(await send(server, { ...built, target: `${built.target}0` }), 'SIGN_PARAM_INVALID')
    expect(answered(await send(server, built))).toContain('"id":100')
  })

  test('empty fields may be listed, and texts have blanks around them', {
    meta: verifies('cloud.signature'),
  }, async () => {
    await using server = await open()
    const signed = ['action', 'apiname', 'crossauthorizationtoken', 'envname', 'requestdata', 'wxcloudapitoken']
    expect(answered(await ask(server, { data: tag, signed }))).toContain('"id":100')
    const built = build(server, { apiName: 'officialAccount.tags.get', fields: { sessionToken: 'token' } })
    const blank = Buffer.from(built.body.toString('latin1').replace('\r\ntoken\r\n', '\r\ntoken\n\r\n'), 'latin1')
    expect(answered(await send(server, { ...built, body: blank }))).toContain('"tags"')
  })

  test('what decides on the call must be signed, and once', { meta: verifies('cloud.signed-params') }, async () => {
    await using server = await open()
    const names = ['action', 'apiname', 'envname', 'requestdata']
    for (const name of ['action', 'apiname', 'requestdata']) {
      const signed = names.filter((other) => other !== name)
      expectCode(await ask(server, { data: tag, signed }), 'SIGN_PARAM_INVALID', /: sign them$/)
    }
    expectCode(await ask(server, { data: tag, signed: [...names, 'action'] }), 'SIGN_PARAM_INVALID', /: sign them$/)
  })

  test('that of 1.x stands in a field, and is checked too', { meta: verifies('cloud.signature-1x') }, async () => {
    await using server = await open()
    server.clock.set(new Date()) // the signer has no other
    const older = (SecretKey: string, more = {}) => {
      const Query = { action: 'wx.openApi', apiName: 'officialAccount.tags.create', envName: tenant.env }
      const signed = { SecretId: tenant.secretId, SecretKey, Method: 'post', pathname: '/admin', ...more }
      const authorization = getAuth({ Query, Headers: { 'x-tcb-source': ',not_scf' }, ...signed })
      const headers = { Authorization: undefined, 'X-TCB-Source': ',not_scf' }
      return ask(server, { data: tag, fields: { authorization }, headers })
    }
    expect(answered(await older(tenant.secretKey))).toContain('"id":100')
    expectCode(await older('another key'), 'SIGN_PARAM_INVALID', /does not match/)
    expectCode(await older(tenant.secretKey, { Query: { action: 'wx.openApi' } }), 'SIGN_PARAM_INVALID')
    expectCode(await older(tenant.secretKey, { SecretId: 'AKID3' }), 'SIGN_PARAM_INVALID')
    expectCode(await older(tenant.secretKey, { Expires: 901 }), 'SIGN_PARAM_INVALID')
    server.clock.advance(901)
    expectCode(await older(tenant.secretKey), 'SIGN_PARAM_INVALID', /expired/)
    const headers = { Authorization: undefined }
    expectCode(await ask(server, { data: tag, headers }), 'SIGN_PARAM_INVALID')
  })

  test('a signature lives ten minutes, and may be used again', {
    meta: verifies('cloud.expiry', 'cloud.replay'),
  }, async () => {
    await using server = await open()
    const built = build(server, { apiName: 'officialAccount.tags.get' })
    answered(await send(server, built))
    server.clock.advance(599)
    answered(await send(server, built))
    server.clock.advance(1)
    expectCode(await send(server, built), 'SIGN_PARAM_INVALID', /expired/)
    const longer = { ...built.headers, 'X-Signature-Expires': '86400' }
    expectCode(await send(server, { ...built, headers: longer }), 'SIGN_PARAM_INVALID', /expired/)

    const now = Math.floor(server.clock.now().getTime() / 1000)
    const get = { apiName: 'officialAccount.tags.get' }
    answered(await ask(server, { ...get, timestamp: now + 60 }))
    expectCode(await ask(server, { ...get, timestamp: now + 61 }), 'SIGN_PARAM_INVALID', /not good yet/)
    const short = { 'X-Signature-Expires': '5' }
    answered(await ask(server, { ...get, timestamp: now - 5, headers: short }))
    expectCode(await ask(server, { ...get, timestamp: now - 6, headers: short }), 'SIGN_PARAM_INVALID', /expired/)
  })
})
