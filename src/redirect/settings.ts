/** Where a connection is made: what stands in for a host. */
export interface Place {
  /** An address, without the brackets of IPv6. */
  readonly host: string
  readonly port: number
}

/** What `jadeite exec` tells the programs that it runs, by variables. */
export interface Settings {
  /** The listener for http. */
  readonly plain: Place
  /** The listener for https. */
  readonly tls: Place
  /** Whether connections to all other hosts are refused. */
  readonly refusesOthers: boolean
  /** Hosts to which they are not: NO_PROXY, and the proxies themselves. */
  readonly exceptions: readonly string[]
}

/**
 * Reads JADEITE_REDIRECT_HTTP, JADEITE_REDIRECT_HTTPS (URLs) and JADEITE_REDIRECT_OTHERS (`refuse` or `leave`).
 * Undefined where the first two are not set, as with whoever is not run by `jadeite exec`. Throws an error that says so
 * for one without the other and for what is no URL: the program would call the platform itself.
 */
export function readSettings(variables: NodeJS.ProcessEnv): Settings | undefined {
  const { JADEITE_REDIRECT_HTTP: plain, JADEITE_REDIRECT_HTTPS: tls, JADEITE_REDIRECT_OTHERS: others } = variables
  if (!plain && !tls) return undefined
  return {
    plain: place('JADEITE_REDIRECT_HTTP', plain),
    tls: place('JADEITE_REDIRECT_HTTPS', tls),
    refusesOthers: others === 'refuse',
    exceptions: exceptions(variables),
  }
}

function place(name: string, text = ''): Place {
  const [, host = '', port] = /^https?:\/\/([^/@]+):(\d+)\/?$/.exec(text) || []
  if (!port) throw new Error(`${name} is "${text}": give a URL with a port, as in http://127.0.0.1:3000`)
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function exceptions(variables: NodeJS.ProcessEnv): string[] {
  const named = (name: string) => variables[name.toLowerCase()] || variables[name] || ''
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].map((name) => /([^/@]+?)\/?$/.exec(named(name))?.[1] ?? '')
  return [...named('NO_PROXY').split(/[\s,]+/), ...proxies].filter((name) => name !== '')
}
