import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve, start, until } from './process.ts'

test('jadeite log shows, follows, exports and clears', { meta: verifies('cli.log') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path }, '--store', 'memory', '--ready-file', '.ready.json')
  const env = { JADEITE_READY_FILE: '.ready.json' }
  const log = (...words: string[]) => run(['log', ...words], { folder: folder.path, env })
  expect(await log()).toMatchObject({ code: 0, stdout: 'No such call is in the log.\n', stderr: '' })

  await server.client.createTag({ tag: { name: '广东' } })
  await server.client.createTag({ tag: { nmae: 'x\u001b[31m' } } as never).catch(() => {})
  const { stdout } = await log()
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/).slice(0, 5)),
  ).toEqual([
    ['1', expect.stringMatching(/^[\d:.]{12}$/), 'getStableAccessToken', server.appid, 'ok'],
    ['2', expect.any(String), 'createTag', server.appid, 'ok'],
    ['3', expect.any(String), 'createTag', server.appid, '45158'.replace('45158', '45157')],
  ])
  expect(stdout).not.toContain('\u001b')
  expect(stdout).not.toContain(server.secret)
  expect((await log('--errors')).stdout).toMatch(/^ +3 .*unread: tag\.nmae/)
  expect((await log('--unread', '--json')).stdout).toMatch(/^\{"id":3,/)
  expect((await log('--interface', 'getTags')).stdout).toBe('No such call is in the log.\n')
  expect(await log('--interface', 'getTag')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no interface getTag'),
  })
  expect((await log('--curl', '2')).stdout).toBe(
    `curl -s '${server.url}/cgi-bin/tags/create?access_token='"$TOKEN" --data-raw '{"tag":{"name":"广东"}}'\n`,
  )
  expect(await log('--curl', '99')).toMatchObject({ code: 2, stderr: expect.stringContaining('Call 99 is not among') })
  await log('--har', 'calls.har')
  expect(JSON.parse(readFileSync(join(folder.path, 'calls.har'), 'utf8')).log.entries).toHaveLength(3)

  await using following = start(['log', '--follow', '--interface', 'getTags'], { folder: folder.path, env })
  await server.client.getTags()
  await until(() => / getTags /.test(following.stdout()))
  await server.client.getTags()
  await until(() => (following.stdout().match(/ getTags /g) ?? []).length === 2)
  expect((await log('--clear')).stdout).toBe('5 calls forgotten.\n')
  await server.stop()
  expect((await following.ended).code).toBe(0)
})

test('at level info each call is a line, dated by the clock of the server', {
  meta: verifies('log.calls'),
}, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path }, '--store', 'memory', '--log-level', 'info')
  await server.client.setClock({ set: '2030-01-01T00:00:00Z' })
  await server.client.createTag({ tag: { name: '' } }).catch(() => {})
  await until(() => server.stderr().includes('"createTag"'))
  const lines = server
    .stderr()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const [made] = lines.filter((line) => line.interface === 'createTag')
  expect(made).toMatchObject({
    level: 30,
    appid: server.appid,
    errcode: 45157,
    rid: expect.stringMatching(/^[0-9a-f-]{26}$/),
    ms: expect.any(Number),
    door: 'https',
    msg: 'a call',
  })
  expect(made.time - Date.UTC(2030, 0, 1)).toBeGreaterThanOrEqual(0)
  expect(made.time - Date.UTC(2030, 0, 1)).toBeLessThan(60_000)
  expect(lines.filter((line) => line.interface === 'setClock')).toEqual([])
  expect(server.stderr()).not.toContain(server.secret)
})
