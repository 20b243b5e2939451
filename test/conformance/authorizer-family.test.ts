import { expect, test } from 'vitest'
import { contract, type InterfaceDeclaration } from '../../src/contract/index.ts'
import { describeServers, expectError, type Open, type Opened, type Reply, verifies } from '../harness.ts'
import { account, authorized, codeOf, component, plainToken } from './component.ts'

const family = Object.entries<InterfaceDeclaration>(contract).filter(
  ([, { credential }]) => credential === 'accessToken',
)
// The rid of an example is that of no call here.
const answered = family.filter(([name]) => name !== 'getRidInfo')
const granted = family.filter(([, { permissionSets }]) => permissionSets !== undefined)
const free = family.filter(([, { permissionSets }]) => permissionSets === undefined)
const [a, b] = ['a', 'b'].map((letter) => `o${letter.repeat(27)}`) as [string, string]

const withFollowers = (open: Open): Promise<Opened> =>
  open({
    accounts: [{ ...account, tags: ['珠海', '深圳'], followers: [{ openid: a, tags: [100] }, b] }],
    components: [{ ...component, permissionSets: [2, 3] }],
  })

/** Calls an interface with its example, in which openids and tags are those of the account. */
function call(server: Opened, { http, example }: InterfaceDeclaration, token: string): Promise<Reply> {
  const [method = '', path = ''] = http.split(' ')
  const request = JSON.stringify(example.request)
    .replace(/"o[\w-]{27}"/g, `"${a}"`)
    .replace(/"o[\w-]+…"/g, `"${b}"`)
    .replace(/("(?:id|tagid|to_groupid)"):\d+/g, '$1:101')
  const target = `${path}?access_token=${token}`
  if (method === 'POST') return server.request(method, target, request)
  return server.request(method, `${target}&${new URLSearchParams(JSON.parse(request))}`)
}

describeServers('the token of an authorizer', (open) => {
  test.each(answered)(
    'is good for %s, which answers as it does with a plain token',
    {
      meta: verifies('authorizer.everywhere', 'authorizer.apart'),
    },
    async (_name, spec) => {
      await using plain = await withFollowers(open)
      await using server = await withFollowers(open)
      const { access } = await authorized(server, { permissionSets: [2] })
      const reply = await call(server, spec, access)
      expect(reply.text).not.toMatch(/"errcode":[^0]/)
      const { status, text } = await call(plain, spec, await plainToken(plain))
      expect([reply.status, reply.text]).toEqual([status, text])
    },
  )

  test.each(free)('wants no set for %s', { meta: verifies('authorizer.everywhere') }, async (_name, spec) => {
    await using server = await withFollowers(open)
    const { access } = await authorized(server, { permissionSets: [3] })
    expect((await call(server, spec, access)).text).not.toContain('61007')
  })

  test.each(granted)(
    'is refused by %s where none of its sets is granted, and any of them will do',
    {
      meta: verifies('authorizer.not-granted', 'grant.all-interfaces'),
    },
    async (_name, spec) => {
      await using server = await withFollowers(open)
      const { access } = await authorized(server, { permissionSets: [3] })
      expectError(await call(server, spec, access), 'API_UNAUTHORIZED_TO_COMPONENT')
      for (const set of spec.permissionSets ?? []) {
        await codeOf(server, { permissionSets: [3] })
        expectError(await call(server, spec, access), 'API_UNAUTHORIZED_TO_COMPONENT')
        await codeOf(server, { permissionSets: [3, set] })
        expect((await call(server, spec, access)).text).not.toContain('61007')
      }
      expect(spec.permissionSets).toEqual([2, 100])
    },
  )
})
