import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Seed } from '../src/server/index.ts'
import { startJadeite } from '../src/testing/index.ts'
import { until } from './e2e/process.ts'
import { temporaryFolder, verifies } from './harness.ts'

const example = 'examples/third-party-platform'
const seed: Required<Seed> = parse(
  /```yaml\n(.*?)```/s.exec(readFileSync(`${example}/README.md`, 'utf8'))?.[1] ?? expect.fail('no seed in its README'),
)
const [component = expect.fail('no component in the seed')] = seed.components
const [{ appid: merchant } = expect.fail('no account in the seed')] = seed.accounts
const previousEncodingAesKey = 'B'.repeat(43)

test('a merchant authorizes, has tags made, cancels, and authorizes again', {
  meta: verifies('docs.examples'),
}, async () => {
  await using use = await started()
  const { client, clock, control, pushed } = use

  expect(await use.authorize()).toContain(`${merchant} has the tag 新客户 now; its id is 100.`)
  expect(use.said()).toContain(`A ticket has come\n${merchant} has authorized\n`)
  expect((await client.getTags()).tags.map(({ name }) => name)).toEqual(['星标组', '新客户'])
  expect(await use.createTag('老客户')).toContain('its id is 101.')
  expect(await use.createTag('老客户')).toContain(`${merchant} has the tag 老客户 already.`)
  expect(await use.createTag('长'.repeat(31))).toContain(': 45158 tag name too long')

  // Tokens end; ticket and refresh token do not.
  clock.advance(7201)
  await pushed()
  expect(await use.createTag('"<é😀>')).toContain('&#34;&#60;é😀&#62; now; its id is 102.')

  await control.putComponent({ component: { ...use.component, permissionSets: [2, 7] } })
  await control.grantAuthorization({ appid: merchant, permissionSets: [7] })
  expect(await use.createTag('深圳')).toContain(`${merchant} does not let us manage its tags: authorize again.`)
  await control.grantAuthorization({ appid: merchant, permissionSets: [2] })
  expect(await use.createTag('深圳')).toContain('its id is 103.')

  await control.cancelAuthorization({ appid: merchant })
  await until(() => use.said().endsWith(`${merchant} has cancelled\n`))
  expect(await use.open('/')).toContain(`<li>${merchant} has cancelled</li>`)
  expect(await use.createTag('广东')).toContain(`${merchant} has not authorized us, or has cancelled: authorize first.`)
  expect(await use.authorize()).toContain(`${merchant} has the tag 新客户 already.`)
  expect(await use.createTag('广东')).toContain('its id is 104.')
  expect(await use.open('/authorized?auth_code=queryauthcode@@@x')).toContain('The code is too old or used')
  expect(use.complaints()).toBe('')
})

test('what was pushed while it was away is made up for', {
  meta: verifies('docs.examples'),
  timeout: 30_000,
}, async () => {
  await using use = await started()
  await use.authorize()

  await use.stop()
  await use.control.cancelAuthorization({ appid: merchant })
  await use.pushed()
  await use.start()
  expect(await use.createTag('广东')).toContain(`${merchant} has cancelled: authorize again.`)
  expect(await use.open('/')).toContain(`<li>${merchant} has cancelled</li>`)

  // Its ticket is lost; later it is too old. The one that was pushed instead has not arrived.
  await use.stop()
  await use.control.pushTicket()
  await use.pushed()
  writeFileSync(use.stateFile, JSON.stringify({ ...JSON.parse(readFileSync(use.stateFile, 'utf8')), ticket: null }))
  await use.start()
  expect(await use.authorize()).toContain(`${merchant} has the tag 新客户 already.`)
  await use.stop()
  use.clock.advance(13 * 3600)
  await use.pushed()
  await use.start()
  expect(await use.createTag('广东')).toContain('its id is 101.')
  expect(use.said().match(/asking for one\nA ticket has come/g)).toHaveLength(2)
  expect(use.complaints()).toBe('')
})

test('it hears the platform only, and in the days of a change with the key before', {
  meta: verifies('docs.examples'),
}, async () => {
  await using use = await started()
  await use.control.pushTicket({ encryptedWith: 'previousEncodingAesKey' })
  await use.pushed()
  expect(use.said()).toContain('A ticket has come\n')
  expect((await use.control.getDeliveries()).deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered'])

  const forged = `<xml><AppId>${component.appid}</AppId><Encrypt><![CDATA[AAAA]]></Encrypt></xml>`
  const query = `msg_signature=${'0'.repeat(40)}&timestamp=1&nonce=1`
  const answer = await fetch(`${use.url}/events?${query}`, { method: 'POST', body: forged })
  expect([answer.status, await answer.text()]).toEqual([403, 'msg_signature does not fit'])
  expect(use.said().match(/A ticket has come/g)).toHaveLength(2)
})

/** A server with the seed of the README, and the example as a process of its own beside it. */
async function started() {
  const folder = temporaryFolder()
  const stateFile = join(folder.path, 'state.json')
  const jadeite = await startJadeite({ listen: true, accounts: seed.accounts })
  const baseUrl = jadeite.url ?? expect.fail('the server does not listen')
  let said = ''
  let complaints = ''
  let url = ''

  const launch = async () => {
    const child = spawn(process.execPath, [`${example}/server.js`], {
      env: {
        ...process.env,
        JADEITE_URL: baseUrl,
        COMPONENT_APPID: component.appid,
        COMPONENT_SECRET: component.secret,
        COMPONENT_TOKEN: component.token,
        COMPONENT_AES_KEY: component.encodingAesKey,
        COMPONENT_PREVIOUS_AES_KEY: previousEncodingAesKey,
        STATE_FILE: stateFile,
        PORT: url === '' ? '0' : new URL(url).port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const before = said.length
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text))
    await until(() => {
      if (child.exitCode !== null) expect.fail(`it has ended: ${complaints}`)
      return said.slice(before).includes('Listens at ')
    })
    url = /Listens at (\S+)/.exec(said)?.[1] ?? ''
    return child
  }
  let child = await launch()
  const stop = async () => {
    child.kill()
    await once(child, 'close')
  }

  const declared = { ...component, previousEncodingAesKey, eventUrl: `${url}/events` }
  await jadeite.plant({ accounts: seed.accounts, components: [declared] })
  await jadeite.pushed()
  const open = async (path: string, form?: Record<string, string>) =>
    (await fetch(url + path, form && { method: 'POST', body: new URLSearchParams(form) })).text()
  return {
    ...jadeite,
    control: jadeite.componentOf(component),
    component: declared,
    url,
    stateFile,
    said: () => said,
    complaints: () => complaints,
    stop,
    async start() {
      child = await launch()
    },
    open,
    createTag: (name: string) => open('/tags', { appid: merchant, name }),
    /** Follows the link, agrees as a browser would, and is led back. What the example says then. */
    async authorize() {
      const href = /href="([^"]+)"/.exec(await open('/'))?.[1] ?? expect.fail('no link')
      const form = new URLSearchParams({ appid: merchant, permission_set: '2', decision: 'agree' })
      const answer = await fetch(href.replaceAll('&#38;', '&'), { method: 'POST', body: form })
      return answer.text()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}
