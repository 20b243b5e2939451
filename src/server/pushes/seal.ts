import { createCipheriv, createHash } from 'node:crypto'

/** Bytes; AES has blocks of 16, the platform pads to 32. */
const BLOCK = 32

/** What goes into a sealed push. */
export interface Letter {
  /** Of the component that it goes to. */
  readonly appid: string
  /** What the component has chosen to have pushes signed with: letters and digits. */
  readonly token: string
  /** 43 letters and digits: the 32 bytes of the key in base64, without the `=`. */
  readonly encodingAesKey: string
  /** Seconds since 1970, as in the query. */
  readonly timestamp: string
  /** Digits, as in the query. */
  readonly nonce: string
  /** 16 unpredictable bytes. */
  readonly random: Uint8Array
  readonly message: string
}

/** A sealed push: the ciphertext in base64, and the two signatures of its query, 40 hex digits each. */
export interface Sealed {
  readonly encrypt: string
  /** Of the query alone. */
  readonly signature: string
  /** Of query and ciphertext: the one that receivers are told to check. */
  readonly msgSignature: string
}

/** Encrypts and signs a push (the platform's pages "message push" and "technical plan" of third-party platforms). */
export function seal({ appid, token, encodingAesKey, timestamp, nonce, random, message }: Letter): Sealed {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const encrypt = cipher.update(padded(plain(random, message, appid)), undefined, 'base64') + cipher.final('base64')
  return {
    encrypt,
    signature: sign([token, timestamp, nonce]),
    msgSignature: sign([token, timestamp, nonce, encrypt]),
  }
}

function plain(random: Uint8Array, message: string, appid: string): Buffer {
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([random, length, text, Buffer.from(appid)])
}

// PKCS#7: a whole block more where nothing is missing.
function padded(bytes: Buffer): Buffer {
  const missing = BLOCK - (bytes.length % BLOCK)
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)])
}

// All of them are ASCII, so the order of sort() is that of their bytes.
const sign = (parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex')
