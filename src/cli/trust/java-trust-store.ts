import { createHash } from 'node:crypto'

/** Opens it; nobody is kept out by it. Java reads trusted certificates without, too. */
const PASSWORD = 'changeit'

/** A trust store of Java (JKS, version 2) that holds these certificates (DER). */
export function javaTrustStore(certificates: readonly Buffer[], now: number): Buffer {
  const store = Buffer.concat([
    int(0xfeedfeed),
    int(2),
    int(certificates.length),
    ...certificates.flatMap((certificate, index) => [
      int(TRUSTED_CERTIFICATE),
      text(index === 0 ? 'jadeite' : `certificate-${index}`),
      long(now),
      text('X.509'),
      int(certificate.length),
      certificate,
    ]),
  ])
  const password = Buffer.from(PASSWORD, 'utf16le').swap16()
  return Buffer.concat([store, createHash('sha1').update(password).update('Mighty Aphrodite').update(store).digest()])
}

const TRUSTED_CERTIFICATE = 2

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value.length)
  return Buffer.concat([bytes, Buffer.from(value, 'ascii')])
}
