import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
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

export type Cloud = Awaited<ReturnType<typeof cloud>>

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

const { env, secretId, secretKey } = environment
const credentials = { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey }
const context = (url: string) => ({ ...credentials, TCB_CONTEXT_CNFG: JSON.stringify({ URL: url }) })

/** How the SDK is led to the server, by what `cloud.init` is told and what the environment of the process says. */
export type Route = (serviceUrl: string) => { config: Config; env?: Record<string, string> }

const toldByInit: Route = (serviceUrl) => ({ config: { env, secretId, secretKey, serviceUrl } })
const credentialsOutside: Route = (serviceUrl) => ({ config: { env, serviceUrl }, env: credentials })
const allOutside: Route = (url) => ({ config: { env }, env: context(url) })
const inCloudFunction: Route = (url) => ({
  config: { env },
  env: { ...context(url), TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: env },
})

const every = { serviceUrl: toldByInit, TCB_CONTEXT_CNFG: allOutside, 'TCB_CONTEXT_CNFG in SCF': inCloudFunction }

export interface Version {
  readonly version: string
  readonly path: string
  readonly routes: Record<string, Route>
  /** Whether `cloud.openapi({ appid })` is more than ignored. */
  readonly sendsAppid?: true
  /** Whether credentials are those of the process, whatever `cloud.init` is told. */
  readonly first?: true
}

const require = createRequire(import.meta.url)

/** The published versions, and what is different with them. */
export const versions: Version[] = [
  { version: '4.0.2', path: require.resolve('wx-server-sdk-4'), routes: every, sendsAppid: true },
  { version: '3.0.4', path: require.resolve('wx-server-sdk-3'), routes: every, sendsAppid: true },
  { version: '2.6.3', path: require.resolve('wx-server-sdk-2.6'), routes: every, sendsAppid: true },
  { version: '2.1.2', path: require.resolve('wx-server-sdk-2.1'), routes: { serviceUrl: toldByInit } },
  {
    version: '1.8.2',
    path: require.resolve('wx-server-sdk-1'),
    routes: { serviceUrl: credentialsOutside },
    first: true,
  },
]

/** The SDK by a route, and one function for all that is called. */
export function started(
  { path, routes }: Version,
  { serviceUrl }: Cloud,
  route = Object.values(routes)[0],
  more: Record<string, string> = {},
) {
  const { config: usual, env } = (route ?? toldByInit)(serviceUrl)
  const witness = sdk(path, { ...env, ...more })
  const openapi = (api: string, data: object = {}, config = usual, options?: object) =>
    witness.call({ config, api: `officialAccount.${api}`, data, ...(options && { options }) })
  return {
    config: usual,
    openapi,
    callOpenAPI: (api: string, data: object) =>
      witness.call({ config: usual, api: `officialAccount.${api}`, data, openAPI: true }),
    refused: (...call: Parameters<typeof openapi>) =>
      openapi(...call).then(
        (reply) => expect.fail(`answered ${JSON.stringify(reply)}`),
        (refusal: Refusal) => refusal,
      ),
    [Symbol.asyncDispose]: witness[Symbol.asyncDispose],
  }
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
