/**
 * The platform's hosts that Jadeite stands in for: the API with its regional aliases, the two of the authorization page,
 * and where wx-server-sdk before 2.6 calls, outside the cloud and inside. Source: the platform's pages; the last two
 * were observed.
 */
export const platformHosts: readonly string[] = [
  'api.weixin.qq.com',
  'api2.weixin.qq.com',
  'sh.api.weixin.qq.com',
  'sz.api.weixin.qq.com',
  'hk.api.weixin.qq.com',
  'mp.weixin.qq.com',
  'open.weixin.qq.com',
  'tcb-open.tencentcloudapi.com',
  'tcb-open.tencentyun.com',
]

/** The domain of cloud calls: each environment, region and internal name is a host below it. */
export const cloudDomain = 'tcb-api.tencentcloudapi.com'

/** Whether a host, without its port, is one that Jadeite stands in for. */
export function isPlatformHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return platformHosts.includes(name) || name === cloudDomain || name.endsWith(`.${cloudDomain}`)
}
