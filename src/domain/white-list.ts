import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether an address is on a white list of addresses and CIDR blocks; an empty one takes any. */
export function isListed(whitelist: readonly string[], ip: string): boolean {
  return whitelist.length === 0 || listOf(whitelist).check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')
}

// Made once for each: it is asked with every call that a component makes.
const lists = new WeakMap<readonly string[], BlockList>()

function listOf(whitelist: readonly string[]): BlockList {
  const known = lists.get(whitelist)
  if (known) return known
  const list = new BlockList()
  for (const entry of whitelist) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  lists.set(whitelist, list)
  return list
}

/** Whether an entry can stand on a white list. */
export function isAddressOrBlock(entry: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}
