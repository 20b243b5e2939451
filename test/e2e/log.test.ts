import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { open, request } from '../robustness/raw.ts'
import { serve, until } from './process.ts'

test('no secret and no token is in the log, whatever was called', { meta: verifies('log.no-secrets') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path }, '--log-level', 'debug', '--admin-key', 'the-admin-key')
  const { url, appid, secret } = server
  const ask = async (path: string, body?: string) =>
    (await fetch(url + path, body === undefined ? {} : { method: 'POST', body })).text()
  const tokenIn = (text: string) => (JSON.parse(text) as { access_token: string }).access_token
  const claim = `appid=${appid}&secret=${secret}`

  const plain = tokenIn(await ask(`/cgi-bin/token?grant_type=client_credential&${claim}`))
  const stable = tokenIn(
    await ask('/cgi-bin/stable_token', JSON.stringify({ grant_type: 'client_credential', appid, secret })),
  )
  await ask(`/cgi-bin/token?grant_type=wrong&${claim}`)
  await ask(`/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=not-${secret}`)
  await ask('/cgi-bin/stable_token', `{"appid":"${appid}","secret":"${secret}",`)
  await ask(`/cgi-bin/tags/create?access_token=${plain}`, '{"tag":{"name":"广东"}}')
  await ask(`/cgi-bin/tags/create?access_token=${plain}`, '{"tag":')
  await ask(`/cgi-bin/tags/create?access_token=x${stable}`, '{"tag":{"name":"广东"}}')
  await ask(`/cgi-bin/nothing?access_token=${stable}&secret=${secret}`)
  await fetch(`${url}/_jadeite/openapi.json`, { headers: { Authorization: 'Bearer the-admin-key' } })
  await fetch(`${url}/_jadeite/openapi.json?access_token=${stable}`)
  using broken = await open(url)
  broken.send(`GET /cgi-bin/tags/get?access_token=${plain} HTTP/9.9\r\n\r\n`)
  await broken.ended
  using cut = await open(url)
  cut.send(request('POST', `/cgi-bin/tags/create?access_token=${plain}`, { headers: { 'Content-Length': '99' } }))
  cut[Symbol.dispose]()

  const { code, stderr } = await server.stop()
  expect(code).toBe(0)
  expect(stderr).toContain('"msg":"stopping"') // so there is a log
  for (const hidden of [secret, plain, stable, 'the-admin-key']) expect(stderr).not.toContain(hidden)
})

test('a host that the proxy has refused is in the log, once', { meta: verifies('proxy.log') }, async () => {
  using folder = temporaryFolder()
  const env = { JADEITE_CA_FOLDER: join(folder.path, 'ca') }
  await using server = await serve({ folder: folder.path, env }, '--proxy-port', '0')
  const proxy = /^ {2}proxy +([^\s;]+)/m.exec(server.stdout())?.[1] ?? expect.fail('no proxy in the banner')
  for (const host of ['example.org', 'example.org', 'example.com']) {
    using connection = await open(proxy)
    connection.send(request('CONNECT', `${host}:443`))
    expect((await connection.reply()).line).toContain(` 403 `)
  }
  await until(() => server.stderr().includes('example.com'))
  const lines = server.stderr().trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, host: 'example.org' },
    { level: 40, host: 'example.com' },
  ])
})
