import { expect, test } from 'vitest'
import '../../src/testing/vitest.ts'
import { matchers } from '../../src/testing/index.ts'
import { describeServers, verifies } from '../harness.ts'

expect.extend(matchers)

const said = (assertion: Promise<unknown>): Promise<string> =>
  assertion.then(
    () => 'it held',
    ({ message }: Error) => message,
  )

describeServers('toHaveCalled', (open) => {
  test('holds for a part of what was read', { meta: verifies('requests.matcher') }, async () => {
    await using server = await open()
    await server.client.createTag({ tag: { name: '广东' } })
    await server.client.createTag({ tag: { name: '深圳' } })
    await expect(server).toHaveCalled('createTag')
    await expect(server).toHaveCalled('createTag', { tag: { name: '广东' } })
    await expect(server.client).toHaveCalled('createTag', { tag: { name: expect.stringMatching(/圳$/) } })
    await expect(server).toHaveCalledTimes('createTag', 2)
    await expect(server).toHaveCalledTimes('createTag', 1, { tag: { name: '深圳' } })
    await expect(server).not.toHaveCalled('deleteTag')
    await expect(server).not.toHaveCalled('createTag', { tag: { name: '北京' } })
    await server.requests.clear()
    await expect(server).not.toHaveCalled('createTag')
  })

  test('lists what was called when it fails', { meta: verifies('requests.matcher') }, async () => {
    await using server = await open()
    expect(await said(expect(server).toHaveCalled('createTag'))).toBe(
      'expected a call of createTag; nothing was called',
    )
    await server.client.createTag({ tag: { nmae: 'x' } } as never).catch(() => {})
    expect(await said(expect(server).toHaveCalled('createTag', { tag: { name: 'x' } }))).toBe(
      'expected a call of createTag with {"tag":{"name":"x"}}; what was called:\n' +
        '  createTag {"tag":{"name":""}} errcode 45157; nothing read tag.nmae',
    )
    expect(await said(expect(server).toHaveCalled('getTags'))).toMatch(
      /^expected a call of getTags; what was called:\n {2}getStableAccessToken .+\n {2}createTag /,
    )
    expect(await said(expect(server).toHaveCalledTimes('createTag', 2))).toContain(
      'expected 2 calls of createTag, and 1 came',
    )
    expect(await said(expect(server).not.toHaveCalled('createTag'))).toContain('expected no call of createTag')
  })

  test('waits where it is told to', { meta: verifies('requests.matcher', 'requests.wait') }, async () => {
    await using server = await open()
    const waiting = server.requests.wait('createTag')
    await server.client.createTag({ tag: { name: '广东' } })
    expect((await waiting).map(({ input }) => input)).toEqual([{ tag: { name: '广东' } }])
    expect(await server.requests.list({ interface: 'createTag' })).toHaveLength(1)
  })
})
