import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether an address is on a white list of addresses and CIDR blocks; an empty one takes any. */
export const isListed = (whitelist: readonly string[], ip: string): boolean =>
  whitelist.length === 0 || judgeOf(whitelist)(ip)

// Made once for each: it is asked with every call that a component makes, and mostly of one address.
const judges = new WeakMap<readonly string[], (ip: string) => boolean>()

function judgeOf(whitelist: readonly string[]): (ip: string) => boolean {
  const known = judges.get(whitelist)
  if (known) return known
  const list = blockListOf(whitelist)
  const last = { ip: '', isListed: false }
  const judge = (ip: string) => {
    if (ip !== last.ip) Object.assign(last, { ip, isListed: list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4') })
    return last.isListed
  }
  judges.set(whitelist, judge)
  return judge
}

function blockListOf(whitelist: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of whitelist) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** Whether an entry can stand on a white list. */
export function isAddressOrBlock(entry: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}
