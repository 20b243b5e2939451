import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from '../../client/index.ts'
import { UserError } from '../failure.ts'
import { type Format, type FormatName, formatOf } from '../followers/format.ts'
import { grouped } from '../followers/progress.ts'
import { asUserError, openTarget, type Where } from '../followers/target.ts'

/** The options of `jadeite export`, as commander has read them. */
export interface ExportOptions extends Where {
  readonly format?: FormatName
}

/** Writes all who ever followed; a file is written whole or not at all. Throws UserError or DatabaseError. */
export async function exportTo(file: string, options: ExportOptions): Promise<void> {
  const format = formatOf(file, options.format)
  const target = await openTarget(options, { makes: false })
  try {
    const out = counted(target.client, format)
    if (file === '-') return await written(out.text, process.stdout, 'standard output')

    const draft = `${file}.${process.pid}`
    try {
      await written(out.text, createWriteStream(draft), file)
      renameSync(draft, file)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
    process.stdout.write(`${target.appid}: ${grouped(out.count())} followers in ${file}\n`)
  } finally {
    await target.close()
  }
}

function counted(client: Client, format: Format) {
  let count = 0
  async function* text(): AsyncGenerator<string> {
    if (format.header !== '') yield format.header
    for (let after = ''; ; ) {
      const { followers } = await client.exportFollowers({ after }).catch(asUserError)
      const last = followers.at(-1)
      if (!last) return
      count += followers.length
      after = last.openid
      yield format.write(followers as Required<(typeof followers)[number]>[])
    }
  }
  return { text: text(), count: () => count }
}

async function written(text: AsyncGenerator<string>, to: Writable, name: string): Promise<void> {
  try {
    await pipeline(Readable.from(text), to, { end: to !== process.stdout })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof UserError) throw error
    // A reader that has seen enough, as head does, is no fault.
    if (code === 'EPIPE' || (to === process.stdout && code === 'ERR_STREAM_PREMATURE_CLOSE')) return
    throw new UserError(`${name} cannot be written (${code}): check that its folder is there and its disk has room.`)
  }
}
