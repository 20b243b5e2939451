import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { UserError } from '../failure.ts'

/**
 * Bytes that are read at once, and the most that a record may have. As JSON they grow to less than six times as many,
 * which a request of 1 MiB has room for.
 */
export const PIECE = 128 * 1024

/** Where records come from. */
export interface Source {
  readonly name: string
  /** Bytes; undefined where nobody knows. */
  readonly size: number | undefined
  /** PIECE bytes from there, fewer at the end; the next read may write over them. Throws UserError. */
  read(position: number): Promise<Buffer>
  /** What tells it from others, whatever its name; '' for one that cannot be read again. */
  key(format: string): Promise<string>
  /** Nothing before that place will be read again. */
  passed(position: number): void
  close(): Promise<void>
}

/** Opens a file, or standard input when it is `-`. Throws UserError. */
export async function openSource(file: string): Promise<Source> {
  if (file === '-') return streamSource('standard input', process.stdin)
  try {
    const handle = await open(file)
    const stat = await handle.stat()
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    if (stat.isFile()) return fileSource(file, handle, stat.size)
    await handle.close()
  } catch (error) {
    throw unreadable(file, error)
  }
  return streamSource(file, createReadStream(file))
}

const unreadable = (file: string, error: unknown) =>
  new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): check its name and its rights.`)

function fileSource(name: string, handle: FileHandle, size: number): Source {
  const piece = Buffer.allocUnsafe(PIECE)
  const read = async (position: number, bytes: Buffer) => {
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }
  return {
    name,
    size,
    read: (position) =>
      read(position, piece).catch((error) => {
        throw unreadable(name, error)
      }),
    async key(format) {
      const hash = createHash('sha256').update(`${format} ${size}\n`)
      return hash.update(await read(0, Buffer.allocUnsafe(1024 * 1024))).digest('hex')
    },
    passed() {},
    close: () => handle.close(),
  }
}

// A stream is kept from the last place that was passed, so that a change can be made again.
function streamSource(name: string, stream: AsyncIterable<Buffer> & { destroy(): unknown }): Source {
  const chunks = stream[Symbol.asyncIterator]()
  let kept: { readonly at: number; readonly bytes: Buffer }[] = []
  let end = 0
  let isOver = false

  const fill = async (to: number) => {
    while (!isOver && end < to) {
      const { value, done } = await chunks.next()
      if (done) isOver = true
      else {
        kept.push({ at: end, bytes: value })
        end += value.length
      }
    }
  }
  return {
    name,
    size: undefined,
    async read(position) {
      await fill(position + PIECE).catch((error) => {
        throw unreadable(name, error)
      })
      const parts = kept
        .filter(({ at, bytes }) => at + bytes.length > position && at < position + PIECE)
        .map(({ at, bytes }) => bytes.subarray(Math.max(0, position - at), position + PIECE - at))
      return Buffer.concat(parts)
    },
    key: async () => '',
    passed(position) {
      kept = kept.filter(({ at, bytes }) => at + bytes.length > position)
    },
    async close() {
      stream.destroy()
    },
  }
}
