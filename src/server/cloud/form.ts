import type { Readable } from 'node:stream'
import busboy from 'busboy'

/** The fields of a body by their names in lower case, as signatures know them: texts, and requestData as its bytes. */
export type Fields = ReadonlyMap<string, string | Uint8Array>

// Of these no page says anything (inferred): SDKs send nine fields, and 16 KiB in the longest.
const MAX_PARTS = 32
const MAX_FIELD = 64 * 1024

/**
 * Takes multipart/form-data apart. Rejects with an Error for what is none, with no end, or past the bounds. requestData
 * must say that it is application/octet-stream, as SDKs do: busboy hands it on as a file then, and leaves its bytes alone.
 */
export function readForm(contentType: string, body: Uint8Array): Promise<Fields> {
  return new Promise((resolve, reject) => {
    // busboy tells of a bound when it is reached, and the first boundary is no part to it.
    const limits = { parts: MAX_PARTS + 1, fieldSize: MAX_FIELD + 1 }
    const fields = new Map<string, string | Uint8Array>()
    const parser = busboy({ headers: { 'content-type': contentType }, limits })
    parser.on('field', (name: string | undefined, value, { valueTruncated }) => {
      if (valueTruncated) reject(new Error('a field is too long'))
      if (name !== undefined) fields.set(name.toLowerCase(), value)
    })
    parser.on('file', (name: string | undefined, file: Readable) => {
      const chunks: Buffer[] = []
      file.on('data', (chunk: Buffer) => chunks.push(chunk))
      file.on('error', reject)
      file.on('end', () => {
        if (name !== undefined) fields.set(name.toLowerCase(), Buffer.concat(chunks))
      })
    })
    parser.on('partsLimit', () => reject(new Error('too many parts')))
    parser.on('error', reject)
    parser.on('close', () => resolve(fields))
    parser.end(body)
    // All of it is there: what has not come to its end by now never will.
    setImmediate(() => reject(new Error('a part has no end')))
  })
}
