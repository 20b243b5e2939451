import { writeFileSync } from 'node:fs'
import { run } from './process.ts'

export const APPID = 'wx8240000000000001'

/** An openid with a number in it. */
export const openid = (number: number): string => `o${String(number).padStart(27, '0')}`

/** A CSV file of so many followers with tags, and every hundredth line as asked for. */
export function writeFollowers(
  file: string,
  count: number,
  hundredth = (number: number) => `${openid(number)},5,rare`,
): void {
  const lines = Array.from({ length: count }, (_, index) =>
    index % 100 === 99
      ? hundredth(index)
      : `${openid(index)},${1_600_000_000 + index},${index % 3 === 0 ? 'vip|new' : ''}`,
  )
  writeFileSync(file, `openid,subscribe_time,tags\n${lines.join('\n')}\n`)
}

/** What `jadeite export` writes of a folder. */
export async function exported(folder: string, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['export', '-', ...options], { folder })
  if (code !== 0) throw new Error(stderr)
  return stdout
}
