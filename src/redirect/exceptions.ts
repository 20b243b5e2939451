/**
 * Whether connections to a host are let through while all others are refused: this machine, and what the exceptions name,
 * as NO_PROXY does: `example.org` with all below it, `.example.org` and `*.example.org`, addresses, each with a port or
 * without, and `*` for all.
 */
export function isException(host: string, port: number, exceptions: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return isThisMachine(name) || exceptions.some((exception) => isNamed(name, port, exception.toLowerCase()))
}

/** Whether a host, in small letters, is the machine that asks. */
export const isThisMachine = (name: string): boolean =>
  /^((.+\.)?localhost|(::ffff:)?127(\.\d+){3}|0\.0\.0\.0|::1?)$/.test(name)

function isNamed(name: string, port: number, exception: string): boolean {
  if (exception === '*') return true
  // A port follows one colon, or the bracket of an IPv6 address, which has many.
  const [, bracketed, plain, only] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(exception) || []
  if (only && Number(only) !== port) return false
  const named = (bracketed || plain || exception).replace(/^\*?\./, '')
  return name === named || name.endsWith(`.${named}`)
}
