import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

const appid = 'wx000000000000000a'
const environments = ['dev', 'prod'].map((env, n) => ({
  env,
  secretId: `id${n}`,
  secretKey: 'key',
  accounts: [n === 0 ? appid : 'wx000000000000000b'],
}))
const accounts = [
  { appid, secret: 'a', tags: ['一'] },
  { appid: 'wx000000000000000b', secret: 'b', tags: ['二'] },
]

function seeded(seed: object) {
  const folder = temporaryFolder()
  writeFileSync(join(folder.path, 'jadeite.json'), JSON.stringify(seed))
  return folder
}

test('containers call without a token on a port of their own, and find a token in a file', {
  meta: verifies('cli.cloud-run', 'cloud-run.token-less', 'cloud-run.token'),
}, async () => {
  using folder = seeded({ accounts, environments })
  const options = ['--cloud-run-port', '0', '--cloud-run-env', 'prod', '--cloudbase-token-file', 'token']
  const file = join(folder.path, 'token')
  {
    await using server = await serve({ folder: folder.path }, ...options)
    const [, containers = ''] = /^ {2}cloud run +(http:\S+): calls without a token$/m.exec(server.stdout()) ?? []
    expect(await (await fetch(`${containers}/cgi-bin/tags/get`)).text()).toContain('二')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    const token = readFileSync(file, 'utf8')
    const target = `${server.url}/cgi-bin/tags/get?cloudbase_access_token=${token}`
    expect(await (await fetch(target)).text()).toContain('二')
    expect(await (await fetch(`${server.url}/cgi-bin/tags/get`)).text()).toContain('41001')
    expect((await server.stop()).code).toBe(0)
  }
  expect(existsSync(file)).toBe(false)
})

test('what cannot be is a sentence', { meta: verifies('cli.cloud-run', 'cli.exit-codes') }, async () => {
  using none = seeded({ accounts })
  expect(await run(['--cloud-run-port', '0', '--port', '0'], { folder: none.path })).toMatchObject({
    code: 2,
    stderr:
      'jadeite: Containers call from a cloud environment, and the seed has none: declare one under environments.\n',
  })
  using some = seeded({ accounts, environments })
  expect(
    await run(['--cloud-run-port', '0', '--cloud-run-env', 'x', '--port', '0'], { folder: some.path }),
  ).toMatchObject({ code: 2, stderr: expect.stringContaining('The seed has no environment x: check --cloud-run-env') })
  expect(await run(['--cloudbase-token-file', 'no/token', '--port', '0'], { folder: some.path })).toMatchObject({
    code: 2,
    stderr: 'jadeite: no/token cannot be written (ENOENT): check --cloudbase-token-file.\n',
  })
})
