import { expect, test } from 'vitest'
import { contract, type InterfaceDeclaration } from '../../src/contract/index.ts'
import { describeServers, expectError, type Open, type Opened, type Reply, verifies } from '../harness.ts'
import { account, authorized, codeOf, component, plainToken } from './component.ts'

const family = Object.entries<InterfaceDeclaration>(contract).filter(
  ([, { credential }]) => credential === 'accessToken',
)
const [a, b] = ['a', 'b'].map((letter) => `o${letter.repeat(27)}`) as [string, string]

const withFollowers = (open: Open): Promise<Opened> =>
  open({
    accounts: [{ ...account, tags: ['广东', '深圳'], followers: [{ openid: a, tags: [100] }, b] }],
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

/** A reply without what is up to chance. */
const whole = ({ status, text }: Reply) => [status, text.replace(/( hint: \[[^\]]+\])? rid: [\w-]+/, '')]

describeServers('the token of an authorizer', (open) => {
  test('goes wherever an access token goes, and is answered the same', {
    meta: verifies('authorizer.everywhere', 'authorizer.apart'),
  }, async () => {
    await using plain = await withFollowers(open)
    await using server = await withFollowers(open)
    const token = await plainToken(plain)
    const { access } = await authorized(server, { permissionSets: [2] })
    expect(family.length).toBeGreaterThan(15)
    for (const [name, spec] of family) {
      const [one, other] = [await call(plain, spec, token), await call(server, spec, access)]
      expect([name, ...whole(other)]).toEqual([name, ...whole(one)])
      expect([name, other.text]).toEqual([name, expect.not.stringMatching(/"errcode":(40001|42001|48\d{3}|61\d{3})/)])
    }
  })

  test.each(family)(
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
