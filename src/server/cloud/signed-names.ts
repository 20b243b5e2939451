/** How many names may be signed: SDKs sign some ten. */
const MOST = 32

/** Whether so few names are signed, and none twice: with more one request could have its body hashed a thousand times. */
export const isShort = (names: readonly string[]): boolean =>
  names.length <= MOST && new Set(names).size === names.length
