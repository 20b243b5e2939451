import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { callerRefusal } from '../../src/server/control.ts'
import { strangerRefusal } from '../../src/server/page/caller.ts'
import { verifies } from '../harness.ts'
import { opened, overTls, secured } from './opened.ts'

const MP = 'mp.weixin.qq.com'
const caller = { ip: '127.0.0.1', host: MP, origin: undefined, authorization: undefined }

describe("by one of the platform's hosts", () => {
  test.each([
    [MP, undefined],
    [MP, `https://${MP}`],
    [MP, `http://${MP}`],
    [`${MP}:443`, `https://${MP}`],
    ['MP.weixin.qq.com', `https://${MP}`],
    ['open.weixin.qq.com', undefined],
  ])(
    'this machine is answered, and its own pages (%s, %s)',
    { meta: verifies('control.platform-host') },
    (host, origin) => {
      expect(callerRefusal(undefined, { ...caller, host, origin })).toBeUndefined()
      expect(strangerRefusal(undefined, 'POST', { ...caller, host, origin })).toBeUndefined()
      expect(callerRefusal(undefined, { ...caller, ip: '10.0.0.7', host, origin })).toMatchObject({ status: 403 })
      expect(callerRefusal('key', { ...caller, host, origin })).toMatchObject({ status: 401 })
    },
  )

  test.each([
    ['127.0.0.1:8240', `https://${MP}`],
    ['localhost:8240', `http://${MP}`],
    [MP, 'https://api.weixin.qq.com'],
    [MP, 'https://example.org'],
    [MP, `https://${MP}:8443`],
    [`${MP}:8443`, `https://${MP}`],
    [`${MP}:8240`, `http://${MP}:8240`], // a page served under that name, by a look-up that was forged
    [`${MP}:8240`, undefined],
    [MP, 'null'],
    [MP, `ftp://${MP}`],
    [MP, `x-https://${MP}`],
    ['weixin.qq.com', undefined],
    [`${MP}.example.org`, undefined],
    [`${MP}@example.org`, undefined],
    ['example.org', 'https://example.org'],
  ])('pages of others steer nothing (%s, %s)', { meta: verifies('control.platform-host') }, (host, origin) => {
    expect(callerRefusal(undefined, { ...caller, host, origin })).toMatchObject({ status: 403 })
    expect(strangerRefusal(undefined, 'POST', { ...caller, host, origin })).toMatchObject({ status: 403 })
  })

  test('a form comes from that host, though pages of this machine may ask', {
    meta: verifies('control.platform-host', 'page.guard'),
  }, () => {
    const origin = 'http://localhost:5173'
    expect(callerRefusal(undefined, { ...caller, origin })).toBeUndefined()
    expect(strangerRefusal(undefined, 'POST', { ...caller, origin })).toMatchObject({ status: 403 })
  })
})

test('the page is there by HTTPS and through the proxy, and its form only for itself', {
  meta: verifies('control.platform-host'),
}, async () => {
  await using use = await opened()
  const page = '/cgi-bin/componentloginpage?component_appid=wx1&pre_auth_code=x&redirect_uri=https%3A%2F%2Fa.example'
  const posted = (origin: string) =>
    overTls(
      secured(use, use.https, MP),
      `POST ${page} HTTP/1.1\r\nHost: ${MP}\r\nOrigin: ${origin}\r\nConnection: close\r\nContent-Length: 15\r\n\r\ndecision=refuse`,
    )
  expect(await posted(`https://${MP}`)).toMatch(/^HTTP\/1\.1 200 OK\r\nConnection: close\r\nContent-Type: text\/html/)
  expect(await posted('https://a.example')).toContain('403 Forbidden')

  const status = await new Promise((resolve) =>
    request({ host: '127.0.0.1', port: use.proxy.port, path: `http://${MP}/_jadeite/openapi.json` }, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    }).end(),
  )
  expect(status).toBe(200)
})
