import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether an address is on a white list of addresses and CIDR blocks; an empty one takes any. */
export function isListed(whitelist: readonly string[], ip: string): boolean {
  if (whitelist.length === 0) return true
  const list = new BlockList()
  for (const entry of whitelist) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')
}

/** Whether an entry can stand on a white list. */
export function isAddressOrBlock(entry: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}
