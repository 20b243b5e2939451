import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createComponentClient } from '../../src/client/index.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

const component = (digit: number) => ({
  appid: `wxc00000000000000${digit}`,
  secret: `secret${digit}`,
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
})
const account = { appid: 'wx000000000000000a', secret: 'a' }

/** A server of one account with as many components, and `jadeite call` in its folder. */
async function served(count: number) {
  const folder = temporaryFolder()
  const components = Array.from({ length: count }, (_, index) => component(index + 1))
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify({ accounts: [account], components }))
  const server = await serve({ folder: folder.path })
  return {
    ...server,
    ready: () => JSON.parse(readFileSync(join(folder.path, '.jadeite/ready.json'), 'utf8')),
    call: (...words: string[]) => run(['call', ...words], { folder: folder.path }),
    callIn: (environment: Record<string, string>, ...words: string[]) =>
      run(['call', ...words], { folder: folder.path, env: environment }),
    answer: async (...words: string[]) => {
      const { stdout, stderr } = await run(['call', ...words], { folder: folder.path })
      expect(stderr).toBe('')
      return JSON.parse(stdout)
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

test('banner and ready file name the components', { meta: verifies('cli.components') }, async () => {
  await using one = await served(1)
  expect(one.stdout()).toMatch(
    /^ {2}components +wxc000000000000001; accounts authorize at http:\/\/[\d.:]+\/cgi-bin\/componentloginpage$/m,
  )
  expect(one.ready().components).toEqual([{ appid: 'wxc000000000000001', secret: 'secret1' }])

  await using two = await served(2)
  expect(two.stdout()).toMatch(/^ {2}components +wxc000000000000001 and 1 more; /m)
  expect(two.ready().components).toHaveLength(2)

  await using none = await served(0)
  expect(none.stdout()).not.toContain('components')
})

test('call takes the interfaces of components, from a grant to an option', {
  meta: verifies('cli.components'),
}, async () => {
  await using server = await served(1)
  const { answer } = server
  expect(await answer('startPushTicket')).toMatchObject({ errcode: 0 })
  expect(await answer('getPreAuthCode')).toMatchObject({ expires_in: 1800 })
  const { auth_code: authorization_code } = await answer('grantAuthorization')
  expect(
    (await answer('getAuthorizerRefreshToken', JSON.stringify({ authorization_code }))).authorization_info,
  ).toMatchObject({ authorizer_appid: account.appid })
  expect(await answer('getAuthorizerList', '{"offset":0,"count":500}')).toMatchObject({
    total_count: 1,
    list: [{ authorizer_appid: account.appid }],
  })
  expect(await answer('getAuthorizerInfo')).toMatchObject({ authorization_info: { authorizer_appid: account.appid } })
  expect(await answer('getAuthorizerOptionInfo', '{"option_name":"voice_recognize"}')).toMatchObject({
    option_name: 'voice_recognize',
  })
  expect(await answer('cancelAuthorization')).toEqual({ component_appid: 'wxc000000000000001', appid: account.appid })
})

test('a program keeps its token, however often somebody calls beside it', {
  meta: verifies('control.issue-token', 'cli.components'),
}, async () => {
  await using server = await served(1)
  const { appid, secret } = component(1)
  const ticket = async () => (await server.answer('pushTicket')).component_verify_ticket
  const program = createComponentClient({ baseUrl: server.url, appid, secret, ticket })
  const { component_access_token: token } = await program.getComponentAccessToken()
  for (let n = 0; n < 3; n++) await server.answer('getPreAuthCode')

  const path = `/cgi-bin/component/api_create_preauthcode?component_access_token=${token}`
  const reply = await fetch(server.url + path, { method: 'POST', body: JSON.stringify({ component_appid: appid }) })
  expect(await reply.json()).toMatchObject({ expires_in: 1800 })
})

test('an appid of the other kind is refused when it is typed, and nothing when it is in JADEITE_APPID', {
  meta: verifies('cli.components'),
}, async () => {
  await using server = await served(1)
  const { appid } = component(1)
  expect(await server.call('getPreAuthCode', '--appid', account.appid)).toMatchObject({
    code: 2,
    stderr: `jadeite: ${account.appid} is an account, and getPreAuthCode is called by a component.\n`,
  })
  expect(await server.call('getTags', '--appid', appid)).toMatchObject({
    code: 2,
    stderr: `jadeite: ${appid} is a component, and getTags is called by an account.\n`,
  })
  const environment = { JADEITE_APPID: account.appid, JADEITE_SECRET: account.secret }
  expect(await server.callIn(environment, 'getPreAuthCode')).toMatchObject({ code: 0 })
  expect(await server.callIn(environment, 'getTags')).toMatchObject({ code: 0 })
})

test('an interface may be named by its path, and in any case', { meta: verifies('cli.components') }, async () => {
  await using server = await served(1)
  expect(await server.answer('api_create_preauthcode')).toMatchObject({ expires_in: 1800 })
  expect(await server.answer('gettags')).toHaveProperty('tags')
  expect(await server.call('get')).toMatchObject({ code: 2, stderr: expect.stringContaining('no interface get:') })
})

test('another component by options; of several, a control interface wants to hear which', {
  meta: verifies('cli.components'),
}, async () => {
  await using server = await served(2)
  const { answer, call } = server
  const second = '{"component_appid":"wxc000000000000002"}'
  await answer('grantAuthorization', second)
  const authorizers = async (...words: string[]) =>
    (await answer('getAuthorizerList', '{"offset":0,"count":1}', ...words)).total_count
  expect(await authorizers()).toBe(0)
  expect(await authorizers('--appid', 'wxc000000000000002')).toBe(1)
  expect(await authorizers('--appid', 'wxc000000000000002', '--secret', 'secret2')).toBe(1)
  expect(await answer('pushTicket', second)).toMatchObject({ component_verify_ticket: expect.any(String) })
  expect(await answer('cancelAuthorization', '--appid', 'wxc000000000000002')).toMatchObject({ appid: account.appid })
  expect(await call('pushTicket')).toMatchObject({ code: 2, stderr: expect.stringContaining('component_appid') })
})

test('what is refused is printed; what cannot be called is a sentence', {
  meta: verifies('cli.components', 'cli.exit-codes'),
}, async () => {
  await using server = await served(1)
  const refused = await server.call('startPushTicket', '--secret', 'wrong')
  expect(refused).toMatchObject({ code: 1, stderr: '' })
  expect(refused.stdout).toMatch(/^\{"errcode":40125,/)

  await using none = await served(0)
  expect(await none.call('getPreAuthCode')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'jadeite: No component is known: give --appid and --secret.\n',
  })
})

test('a ready file without components is as good as before', { meta: verifies('cli.components') }, async () => {
  await using server = await served(1)
  using folder = temporaryFolder()
  const { components: _, ...older } = server.ready()
  writeFileSync(join(folder.path, 'older.json'), JSON.stringify(older))
  const options = ['--ready-file', 'older.json']
  expect(await run(['call', 'getTags', ...options], { folder: folder.path })).toMatchObject({ code: 0 })
  const own = ['--appid', 'wxc000000000000001', '--secret', 'secret1']
  expect(await run(['call', 'getPreAuthCode', ...own, ...options], { folder: folder.path })).toMatchObject({ code: 0 })
})
