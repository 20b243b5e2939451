import { setTimeout as after } from 'node:timers/promises'
import CoApi from 'co-wechat-api'
import { OfficialAccount } from 'node-easywechat'
import { ApiConfig, ApiConfigKit, AxiosHttpKit, DefaultCache, HttpKit } from 'tnwx'
import { expect } from 'vitest'
import Api from 'wechat-api'
import type { Client } from '../../src/client/index.ts'
import { coWechatApi } from './co-wechat-api.ts'
import { easyWechat } from './node-easywechat.ts'
import { tnwx } from './tnwx.ts'
import { wechatApi } from './wechat-api.ts'
import type { server, Witness } from './witness.ts'

type Served = Awaited<ReturnType<typeof server>>
type Sdk = Pick<Witness, 'create' | 'list'>

/** Milliseconds that an SDK waits which has a setting for that. */
export const PATIENCE = 400

const NOTHING = Symbol('nothing')

/** SDKs over a server, each with a timeout of its own where it has one. */
export const sdks: Record<string, (served: Served) => Sdk> = {
  'wechat-api': ({ appid, secret, url }) => {
    const api = new Api(appid, secret)
    api.endpoint = url
    api.setOpts({ timeout: PATIENCE })
    return wechatApi(api)
  },
  'co-wechat-api': ({ appid, secret, url }) => {
    const api = new CoApi(appid, secret)
    api.prefix = `${url}/cgi-bin/`
    api.setOpts({ timeout: PATIENCE })
    return coWechatApi(api)
  },
  'node-easywechat': ({ appid, secret, url, folder }) =>
    easyWechat(
      new OfficialAccount({
        app_id: appid,
        secret,
        http: { baseURL: `${url}/`, timeout: PATIENCE },
        file_cache: { path: folder, dirMode: 0o700, fileMode: 0o600, ext: '.cache' },
      }),
    ),
  tnwx: ({ appid, secret, url }) => {
    ApiConfigKit.setCache = new DefaultCache() // it is one for all
    ApiConfigKit.putApiConfig(new ApiConfig(appid, secret))
    ApiConfigKit.setCurrentAppId(appid)
    const here = (asked: string) => asked.replace('https://api.weixin.qq.com', url)
    const own = new AxiosHttpKit()
    HttpKit.setHttpDelegate = Object.assign(Object.create(own) as AxiosHttpKit, {
      httpGet: (asked: string) => own.httpGet(here(asked)),
      httpPost: (asked: string, data: string) => own.httpPost(here(asked), data),
    })
    return tnwx()
  },
}

/** What an application is told: `answered`, an errcode, `error` where there is none, or for long enough `nothing`. */
export async function told(call: Promise<unknown>): Promise<string> {
  try {
    const reply = await Promise.race([call, after(6 * PATIENCE, NOTHING)])
    if (reply === NOTHING) return 'nothing'
    if (typeof reply !== 'object' || reply === null) return `${typeof reply}`
    if ('tag' in reply || 'tags' in reply) return 'answered'
    const { errcode } = reply as { errcode?: number | string }
    return typeof errcode === 'number' ? String(errcode) : 'error'
  } catch {
    return 'error'
  }
}

/** Counts calls of an interface: by a fault that hits none. */
export async function counting(client: Client, name: string): Promise<() => Promise<number>> {
  const { id } = await client.addFault({ interface: name, latencyMs: 1, skip: 1_000_000 })
  return async () => {
    const { faults } = await client.getFaults()
    return faults.find((fault) => fault.id === id)?.seen ?? expect.fail('the fault is gone')
  }
}
