import { cloudDomain, platformHosts } from '../../contract/hosts.ts'

type Environment = Readonly<Record<string, string | undefined>>

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** What leads programs that honour proxies to one; curl reads some names in lower case only, others in upper case. */
export function proxyVariables(proxyUrl: string, given: Environment): Record<string, string> {
  const exceptions = exceptionsOf(given).join(',')
  const names = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, ALL_PROXY: proxyUrl, NO_PROXY: exceptions }
  const lower = Object.entries(names).map(([name, value]) => [name.toLowerCase(), value])
  return { ...names, ...Object.fromEntries(lower), NODE_USE_ENV_PROXY: '1' }
}

/** The same as options of Java, which reads no variables but one. */
export function proxyOptions(proxyUrl: string, given: Environment): string[] {
  const { hostname, port } = new URL(proxyUrl)
  const exceptions = exceptionsOf(given).map(
    (entry) => ({ '127.0.0.1': '127.*', '::1': '[::1]' })[entry] ?? entry.replace(/^\./, '*.'),
  )
  return [
    ...['http', 'https'].flatMap((scheme) => [`-D${scheme}.proxyHost=${hostname}`, `-D${scheme}.proxyPort=${port}`]),
    `-Dhttp.nonProxyHosts=${exceptions.join('|')}`,
  ]
}

// Who runs a program may have named exceptions before; one that covers the platform's hosts would lead past us.
function exceptionsOf({ NO_PROXY, no_proxy = NO_PROXY }: Environment): string[] {
  const given = (no_proxy ?? '').split(/[\s,]+/).filter((entry) => entry !== '' && !isOverPlatform(entry))
  return [...new Set([...LOOPBACK, ...given])]
}

function isOverPlatform(entry: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\.?/, '')
  if (name === '') return true
  return (
    [...platformHosts, cloudDomain].some((host) => host === name || host.endsWith(`.${name}`)) ||
    name.endsWith(`.${cloudDomain}`)
  )
}
