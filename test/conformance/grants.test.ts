import { expect, test } from 'vitest'
import { describeServers, expectControlError, expectError, type Opened, verifies } from '../harness.ts'
import {
  account,
  answer,
  authorized,
  cancel,
  codeOf,
  component,
  createTag,
  declared,
  expectTag,
  opened,
  otherAccount,
  otherComponent,
  post,
  refusal,
} from './component.ts'

const GRANT = 'authorizations/grant'

/** The sets that an account has granted, as the component is told. */
async function setsOf(server: Opened, by = component): Promise<number[]> {
  const { authorization_info } = await answer(
    server,
    'api_get_authorizer_info',
    { authorizer_appid: account.appid },
    by,
  )
  return authorization_info.func_info.map((one: { funcscope_category: { id: number } }) => one.funcscope_category.id)
}

const granting = (server: Opened, by: { appid: string }, permissionSets: number[], appid = account.appid) =>
  refusal(server, GRANT, { component_appid: by.appid, appid, permissionSets })

describeServers('what is granted', (open) => {
  test('is all that the component asks for, or some of it, and nothing else', {
    meta: verifies('grant.subset', 'components.refusals'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [11, 2, 3] })
    for (const [permissionSets, expected] of [
      [undefined, [2, 3, 11]],
      [[11], [11]],
      [
        [3, 2, 3],
        [2, 3],
      ],
    ]) {
      await codeOf(server, permissionSets ? { permissionSets } : {})
      expect(await setsOf(server)).toEqual(expected)
    }
    expect(await granting(server, component, [2, 5])).toBe('the component does not ask for permission set 5')
    expect(await setsOf(server)).toEqual([2, 3])
  })

  test('is 100 only by name, and then good for every interface', {
    meta: verifies('grant.all-interfaces'),
  }, async () => {
    await using server = await opened(open, { permissionSets: [3, 100] })
    const { access } = await authorized(server)
    expect(await setsOf(server)).toEqual([3])
    expectError(await createTag(server, access, 'x'), 'API_UNAUTHORIZED_TO_COMPONENT')
    await declared(server, { permissionSets: [3] })
    await codeOf(server, { permissionSets: [100] })
    expect(await setsOf(server)).toEqual([100])
    expectTag(await createTag(server, access, 'a'), 'a')
  })

  test('stays when the component asks for something else', { meta: verifies('grant.stays') }, async () => {
    await using server = await opened(open, { permissionSets: [2, 3] })
    await codeOf(server)
    await declared(server, { permissionSets: [2, 3, 11] })
    expect(await setsOf(server)).toEqual([2, 3])
    await declared(server, { permissionSets: [3] })
    expect(await setsOf(server)).toEqual([2, 3])
    await codeOf(server)
    expect(await setsOf(server)).toEqual([3])
  })

  test('is held by one component at a time where it is exclusive', { meta: verifies('grant.exclusive') }, async () => {
    const settings = { permissionSets: [2, 4, 24, 34, 54] }
    await using server = await opened(open, settings)
    await server.plant({ accounts: [account], components: [{ ...otherComponent, ...settings }] })
    for (const set of [4, 24, 34, 54]) {
      await codeOf(server, { permissionSets: [2, set] })
      expect(await granting(server, otherComponent, [2, set])).toContain(
        `${set} of ${account.appid} is held by ${component.appid}`,
      )
      await codeOf(server, { permissionSets: [2, set] })
      await codeOf(server, { by: otherComponent, permissionSets: [2] })
      await codeOf(server, { by: otherComponent, permissionSets: [2, set], appid: otherAccount.appid })

      await codeOf(server, { permissionSets: [2] })
      await codeOf(server, { by: otherComponent, permissionSets: [2, set] })
      expect(await granting(server, component, [2, set])).toContain(
        `${set} of ${account.appid} is held by ${otherComponent.appid}`,
      )
      await cancel(server, otherComponent)
      await codeOf(server, { permissionSets: [2, set] })
    }
  })

  test('is granted to 15 components at most', { meta: verifies('grant.components') }, async () => {
    const components = Array.from({ length: 16 }, (_, n) => ({
      ...component,
      appid: `wxd${String(n).padStart(15, '0')}`,
    }))
    await using server = await open({ accounts: [account, otherAccount], components })
    const [first = component] = components
    const last = components.at(-1) ?? component
    for (const by of components.slice(0, 15)) await codeOf(server, { by })
    expect(await granting(server, last, [2])).toContain('has authorized 15 components')
    await codeOf(server, { by: first })
    await codeOf(server, { by: last, appid: otherAccount.appid })
    await cancel(server, first)
    await codeOf(server, { by: last })
    expect(await granting(server, first, [2])).toContain('has authorized 15 components')
  })

  test('is granted by test accounts alone while the component is not published', {
    meta: verifies('authorization.unpublished', 'components.refusals'),
  }, async () => {
    await using server = await opened(open)
    const { access } = await authorized(server)
    await declared(server, { published: false, testAccounts: [otherAccount.appid] })
    const body = { component_appid: component.appid, appid: account.appid }
    expectControlError(await post(server, `/_jadeite/${GRANT}`, body), 'COMPONENT_UNPUBLISHED')
    await codeOf(server, { appid: otherAccount.appid })
    await codeOf(server, { by: otherComponent })
    expectTag(await createTag(server, access, 'a'), 'a')
    await declared(server, { published: false })
    const other = { ...body, appid: otherAccount.appid }
    expectControlError(await post(server, `/_jadeite/${GRANT}`, other), 'COMPONENT_UNPUBLISHED')
    await declared(server, { published: true })
    await codeOf(server)
  })
})
