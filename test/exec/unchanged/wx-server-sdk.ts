import { expect, test } from 'vitest'
import { sdk, versions } from '../../witnesses/wx-server-sdk.ts'

// The three hosts that it calls by itself: the gateway's, that of a region, and, in a cloud function, one over plain HTTP.
const circumstances: Record<string, Record<string, string>> = {
  'from anywhere': {},
  'in a region': { TENCENTCLOUD_REGION: 'ap-shanghai' },
  'in a cloud function': { TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'jadeite' },
}

test.each(
  versions.flatMap(({ version, path }) =>
    Object.entries(circumstances).map(([name, env]) => [version, name, path, env] as const),
  ),
)('wx-server-sdk %s %s', async (version, circumstance, path, more) => {
  const { TCB_CONTEXT_CNFG: _, ...env } = process.env // which leads it here without the host of its own
  await using witness = sdk(path, { ...env, ...more } as Record<string, string>)
  const call = (api: string, data: object = {}) =>
    witness.call({ config: { env: 'jadeite' }, api: `officialAccount.tags.${api}`, data })

  const name = `${version} ${circumstance}`
  const { tag } = (await call('create', { tag: { name } })) as { tag: { id: number } }
  expect(await call('get')).toMatchObject({ tags: expect.arrayContaining([{ ...tag, name, count: 0 }]) })
  await expect(call('create', { tag: { name } })).rejects.toMatchObject({ errCode: 45157 })
})
