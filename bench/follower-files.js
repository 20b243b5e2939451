// Files of followers as a CRM would write them: random openids, so that the index is filled in no order.
import { randomFillSync } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

const LINES = 10_000
const CHARACTERS = 22

/** Writes a CSV file of that many followers, each with the tags that `tagsOf(number)` names. */
export function writeFollowers(file, count, tagsOf) {
  const descriptor = openSync(file, 'w')
  writeSync(descriptor, 'openid,subscribe_time,tags\n')
  const random = Buffer.alloc(16 * LINES)
  for (let written = 0; written < count; written += LINES) {
    randomFillSync(random)
    let text = ''
    for (let line = 0; line < Math.min(LINES, count - written); line++) {
      const openid = `oBench${random.toString('base64url', 16 * line, 16 * line + 16).slice(0, CHARACTERS)}`
      text += `${openid},${1_700_000_000 + written + line},${tagsOf(written + line).join('|')}\n`
    }
    writeSync(descriptor, text)
  }
  closeSync(descriptor)
}

/** Two of the 90 tags `seeded 0` to `seeded 89`. */
export const twoTags = (number) => [`seeded ${number % 90}`, `seeded ${(number + 1 + (number % 89)) % 90}`]
