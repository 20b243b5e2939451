import { createRequire } from 'node:module'
import { test } from 'vitest'
import { verifies } from '../harness.ts'
import { platform, stores } from './component.ts'
import { nestWechat } from './nest-wechat.ts'

test.each(stores)(
  'nest-wechat gets from a ticket to tokens of an authorizer (%s)',
  { meta: verifies('witness.nest-wechat') },
  async (store) => {
    const { receive, examine } = nestWechat()
    await using jadeite = await platform(store, receive)
    using _ = leadTo(jadeite.url)
    await examine(jadeite)
  },
)

// It has no setting for the host: an interceptor in the axios that it loads swaps it, and nothing else.
function leadTo(url: string): Disposable {
  const axios: Axios = createRequire(createRequire(import.meta.url).resolve('nest-wechat'))('axios')
  const { request } = axios.interceptors
  const swap = request.use((config) => ({ ...config, url: config.url.replace('https://api.weixin.qq.com', url) }))
  return { [Symbol.dispose]: () => request.eject(swap) }
}

interface Axios {
  interceptors: { request: { use(swap: (config: { url: string }) => object): number; eject(swap: number): void } }
}
