import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/**
 * What a push says, by field. Throws when it is not from the platform or not for this component. Of the keys the first
 * that fits is taken: in the days of a change pushes come with the old one still.
 */
export function openPush({ msg_signature = '', timestamp, nonce }, body, { appid, token, keys }) {
  const { Encrypt = '' } = fieldsOf(body)
  const signature = createHash('sha1').update([token, timestamp, nonce, Encrypt].sort().join(''))
  const signed = Buffer.from(msg_signature)
  const due = Buffer.from(signature.digest('hex'))
  if (signed.length !== due.length || !timingSafeEqual(signed, due)) throw new Error('msg_signature does not fit')

  for (const key of keys) {
    const { message, receiver } = decrypted(Encrypt, key)
    if (receiver === appid) return fieldsOf(message)
  }
  throw new Error(`no key opens it for ${appid}`)
}

// 16 random bytes, the length of the message in 4, the message, the appid; padded to 32 bytes, which Node cannot undo.
function decrypted(encrypt, encodingAesKey) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()])
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
  if (plain.length < 20) return {}
  const end = 20 + plain.readUInt32BE(16)
  return { message: plain.toString('utf8', 20, end), receiver: plain.toString('utf8', end) }
}

// The platform's XML is flat: an element a field, texts as CDATA.
const fieldsOf = (xml) =>
  Object.fromEntries(
    Array.from(xml.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs), ([, name, text, plain]) => [
      name,
      text ?? plain,
    ]),
  )
