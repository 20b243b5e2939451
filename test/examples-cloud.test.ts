import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Seed } from '../src/server/index.ts'
import { startJadeite } from '../src/testing/index.ts'
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

/** A server with the seed of the README, and the function in a process of its own for each event, as in the cloud. */
async function started(permissions = environment.permissions ?? []) {
  const folder = temporaryFolder()
  const modules = join(folder.path, 'node_modules')
  mkdirSync(modules)
  symlinkSync(resolve('node_modules/wx-server-sdk-4'), join(modules, 'wx-server-sdk'))
  const jadeite = await startJadeite({ listen: true, accounts: seed.accounts, now: new Date() })
  await jadeite.plant({ accounts: seed.accounts, environments: [{ ...environment, permissions }] })

  const env = {
    NODE_PATH: modules,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${jadeite.url}/admin` }),
    TENCENTCLOUD_SECRETID: environment.secretId,
    TENCENTCLOUD_SECRETKEY: environment.secretKey,
    TCB_ENV: environment.env,
    TCB_CONTEXT_KEYS: 'TCB_ENV',
    OFFICIAL_ACCOUNT: appid,
  }
  const runtime =
    'require(process.argv[1]).main(JSON.parse(process.argv[2])).then((r) => console.log(JSON.stringify(r)))'
  return {
    account: jadeite.clientOf({ appid, secret }),
    async main(event: object): Promise<unknown> {
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', runtime, example, JSON.stringify(event)], {
        env,
      })
      return JSON.parse(stdout)
    },
    async [Symbol.asyncDispose]() {
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}
