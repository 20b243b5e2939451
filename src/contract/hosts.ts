/**
 * The platform's hosts that Jadeite stands in for: the API with its regional aliases, the two hosts of the authorization
 * page, and where wx-server-sdk 1.x calls. Source: core.md 2, and the platform's page on its domains for the aliases.
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
]

/** The domain of cloud calls: each environment, region and internal name is a host below it. */
export const cloudDomain = 'tcb-api.tencentcloudapi.com'

/** Whether a host, without its port, is one that Jadeite stands in for. */
export function isPlatformHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return platformHosts.includes(name) || name === cloudDomain || name.endsWith(`.${cloudDomain}`)
}
