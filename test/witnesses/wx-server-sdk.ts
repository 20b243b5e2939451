import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { startJadeite } from '../../src/testing/index.ts'

export const environment = {
  env: 'prod-1',
  secretId: 'AKIDone',
  secretKey: 'the key of one',
  accounts: ['wx8240000000000001', 'wx8240000000000002'],
}
export const otherEnvironment = { env: 'prod-2', secretId: 'AKIDtwo', secretKey: 'k', accounts: ['wx8240000000000002'] }
export const narrow = {
  ...{ env: 'prod-3', secretId: 'AKIDthree', secretKey: 'k', accounts: ['wx8240000000000001'] },
  permissions: ['officialAccount.tags.get'],
  wxApiToken: 'token-of-three',
}

/** A server on a socket, with three environments. Its clock shows the time at which the SDK signs. */
export async function cloud() {
  const jadeite = await startJadeite({ listen: true, now: new Date() })
  const accounts = [
    { appid: jadeite.appid, secret: jadeite.secret },
    { appid: 'wx8240000000000002', secret: 's' },
    { appid: 'wx8240000000000003', secret: 's' },
  ]
  await jadeite.plant({ accounts, environments: [environment, otherEnvironment, narrow] })
  const url = jadeite.url ?? expect.fail('the server does not listen')
  return { ...jadeite, url, serviceUrl: `${url}/admin` }
}

/** What `cloud.init` is told; without it, by the environment of the process. */
export interface Config {
  readonly env?: string
  readonly secretId?: string
  readonly secretKey?: string
  readonly serviceUrl?: string
}

/** What the SDK rejects with. */
export interface Refusal {
  readonly errCode: number
  readonly errMsg: string
  readonly message: string
}

interface Call {
  readonly config: Config
  readonly api: string
  readonly data?: object
  /** What `cloud.openapi` is called with. */
  readonly options?: object
  /** By `cloud.callOpenAPI`. */
  readonly openAPI?: boolean
}
interface Answer {
  readonly id: number
  readonly reply?: object
  readonly refusal?: Refusal
}
interface Waiting {
  readonly resolve: (reply: object) => void
  readonly reject: (refusal: unknown) => void
}

/** The SDK in a process of its own that has no other environment. Calls reject with a Refusal. */
export function sdk(path: string, env: Readonly<Record<string, string>>) {
  const script = fileURLToPath(new URL('./wx-server-sdk.child.cjs', import.meta.url))
  const child = fork(script, [path], { env, execArgv: ['--no-deprecation'] })
  const waiting = new Map<number, Waiting>()
  child.on('message', ({ id, reply, refusal }: Answer) => {
    const { resolve, reject } = waiting.get(id) ?? expect.fail(`nobody waits for ${id}`)
    if (reply) resolve(reply)
    else reject(refusal)
    waiting.delete(id)
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${path} has ended with ${code}`))
  })
  let calls = 0
  return {
    call: (call: Call): Promise<object> =>
      new Promise((resolve, reject) => {
        waiting.set(++calls, { resolve, reject })
        child.send({ id: calls, ...call })
      }),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
