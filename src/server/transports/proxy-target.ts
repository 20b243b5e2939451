/** What a client asks a proxy for. */
export interface Target {
  /** Without brackets, in lower case. */
  readonly hostname: string
  readonly port: number
}

/** The target of a request in absolute form. */
export interface RequestTarget extends Target {
  readonly isSecure: boolean
  /** What stands for it in Host. */
  readonly host: string
  /** Path and query, as they were written. */
  readonly path: string
}

/** The target of CONNECT: host:port, and nothing else. */
export function connectTarget(text: string): Target | undefined {
  const [, host, digits] = /^([^\s:@/?#\\[\]]+|\[[\da-f:.]+\]):(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits)
  if (host === undefined || port < 1 || port > 65_535 || !URL.canParse(`http://${host}`)) return undefined
  return { hostname: bare(new URL(`http://${host}`).hostname), port }
}

/** The target of a request in absolute form; undefined when it has another. Who it names as a user is left out. */
export function absoluteTarget(text: string): RequestTarget | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^/?#\\]+)([^#]*)/i.exec(text) ?? []
  const origin = `${scheme}://${authority}`
  if (authority === '' || !URL.canParse(origin)) return undefined
  const { protocol, hostname, host, port } = new URL(origin)
  const isSecure = protocol === 'https:'
  return {
    hostname: bare(hostname),
    port: Number(port || (isSecure ? 443 : 80)),
    isSecure,
    host,
    path: rest.startsWith('/') ? rest : `/${rest}`,
  }
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')
