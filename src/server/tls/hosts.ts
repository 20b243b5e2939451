import { cloudDomain, isPlatformHost, platformHosts } from '../../contract/hosts.ts'

/** What an authority may sign for: domains with all names below them, and IP ranges. */
export const permittedNames: readonly string[] = [...platformHosts, cloudDomain, 'localhost', '127.0.0.0/8', '::1/128']

/** What the certificate that is kept is for. It has the environments of cloud calls by a wildcard. */
export const servedNames: readonly string[] = [...platformHosts, cloudDomain, `*.${cloudDomain}`, 'localhost']

/** Beside these names, what the certificate is for that is shown to who asks for no name, as who calls an address does. */
export const servedAddresses: readonly string[] = ['127.0.0.1', '::1']

/** The name for which that certificate will not do, as in env.ap-shanghai.tcb-api…: a wildcard stands for one label. */
export function nameOfItsOwn(servername: string | undefined): string | undefined {
  const name = servername?.toLowerCase().replace(/\.$/, '') ?? ''
  if (name.length > 253 || !LABELS.test(name) || !isPlatformHost(name)) return undefined
  if (platformHosts.includes(name)) return undefined
  return name.split('.').length > cloudDomain.split('.').length + 1 ? name : undefined
}

const LABELS = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)+$/
