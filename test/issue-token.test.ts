import { expect, test } from 'vitest'
import { describeServers, type Opened, verifies } from './harness.ts'

const component = { appid: 'wxc0000000000000c1', secret: 'c', token: 't', encodingAesKey: 'A'.repeat(43) }
const tagsWith = async (server: Opened, token: string) =>
  JSON.parse((await server.request('GET', `/cgi-bin/tags/get?access_token=${token}`)).text)

describeServers('issueToken', (open) => {
  test('gives a token beside all others', { meta: verifies('control.issue-token') }, async () => {
    await using server = await open({ components: [component] })
    const { client, appid, clock } = server
    const [before, own] = [await client.getAccessToken(), await client.getAccessToken()]
    const first = await client.issueToken()
    const second = await client.issueToken()
    expect(second.expires_in).toBe(7200)
    for (const { access_token } of [before, own, first, second]) {
      expect(await tagsWith(server, access_token)).toHaveProperty('tags')
    }
    clock.advance(300)
    expect(await tagsWith(server, first.access_token)).toMatchObject({ errcode: 40001 })
    expect(await tagsWith(server, own.access_token)).toHaveProperty('tags')
    expect(await client.issueToken({ appid })).toHaveProperty('access_token')
  })

  test('gives one of a component', { meta: verifies('control.issue-token') }, async () => {
    await using server = await open({ components: [component] })
    const { access_token } = await server.client.issueToken({ appid: component.appid })
    const path = `/cgi-bin/component/api_create_preauthcode?access_token=${access_token}`
    const reply = await server.request('POST', path, JSON.stringify({ component_appid: component.appid }))
    expect(JSON.parse(reply.text)).toMatchObject({ expires_in: 1800 })
  })

  test('refuses what is neither', { meta: verifies('control.issue-token') }, async () => {
    await using server = await open()
    await expect(server.client.issueToken({ appid: 'wx0000000000000000' })).rejects.toThrow('there is no account')
  })
})
