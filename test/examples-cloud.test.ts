import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { createClient } from '../src/client/index.ts'
import type { Seed } from '../src/server/index.ts'
import { run, serve } from './e2e/process.ts'
import { temporaryFolder, verifies } from './harness.ts'

const example = resolve('examples/cloud-function')
const seed: Required<Seed> = parse(
  /```yaml\n(.*?)```/s.exec(readFileSync(`${example}/README.md`, 'utf8'))?.[1] ?? expect.fail('no seed in its README'),
)
const [environment = expect.fail('no environment in the seed')] = seed.environments
const [, { appid, secret } = expect.fail('no second account in the seed')] = seed.accounts

test('a cloud function tags followers, here as where it is deployed', { meta: verifies('docs.examples') }, async () => {
  await using use = await started()
  const [one = '', other = ''] = (await use.account.getFans()).data?.openid ?? []
  const stranger = `o${'X'.repeat(27)}`

  const tag = { id: 100, name: '老客户' }
  expect(await use.main({ name: tag.name, openids: [one] })).toEqual({ tag, tagged: 1, refused: [] })
  expect(await use.main({ name: tag.name, openids: [one, stranger, other] })).toEqual({
    tag,
    tagged: 2,
    refused: [
      {
        openid: stranger,
        errCode: 49003,
        errMsg: expect.stringMatching(
          /^openapi\.officialAccount\.tags\.batchTagging:fail not match openid with appid /,
        ),
      },
    ],
  })
  const openids = (await use.account.subscribe({ count: 120 })).openids
  expect(await use.main({ name: tag.name, openids })).toEqual({ tag, tagged: 120, refused: [] })
  expect((await use.account.getTags()).tags).toMatchObject([{ id: 2 }, { ...tag, count: 122 }])

  await expect(use.main({ name: '长'.repeat(31) })).rejects.toThrow('errCode: 45158')
})

test('it may call what its config.json declares', { meta: verifies('docs.examples') }, async () => {
  const { permissions } = JSON.parse(readFileSync(`${example}/config.json`, 'utf8'))
  expect(environment.permissions).toEqual(permissions.openapi)

  await using use = await started([])
  await expect(use.main({ name: '老客户' })).rejects.toThrow('errCode: -604101')
})

/** `jadeite serve` with the seed of the README, and the function in a process of its own for each event, as in the cloud. */
async function started(permissions = environment.permissions ?? []) {
  const folder = temporaryFolder()
  const where = { folder: folder.path }
  const modules = join(folder.path, 'node_modules')
  mkdirSync(modules)
  symlinkSync(resolve('node_modules/wx-server-sdk-4'), join(modules, 'wx-server-sdk'))
  writeFileSync(
    join(folder.path, 'cloud.yaml'),
    stringify({ ...seed, environments: [{ ...environment, permissions }] }),
  )
  const served = await serve(where, '--seed', 'cloud.yaml')
  const printed = (await run(['env', '--json'], where)).stdout

  const runtime =
    'require(process.argv[1]).main(JSON.parse(process.argv[2])).then((r) => console.log(JSON.stringify(r)))'
  return {
    account: createClient({ baseUrl: served.url, appid, secret }),
    async main(event: object): Promise<unknown> {
      const env = { ...JSON.parse(printed), NODE_PATH: modules, OFFICIAL_ACCOUNT: appid }
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', runtime, example, JSON.stringify(event)], {
        env,
      })
      return JSON.parse(stdout)
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}
