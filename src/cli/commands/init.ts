import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { UserError } from '../failure.ts'
import { findSeed } from '../find-seed.ts'

/** Writes jadeite.yaml with one account. Throws UserError when there is a seed already. */
export function init(): void {
  const found = findSeed()
  if (found) throw new UserError(`There is a ${found} here already: edit it, or remove it first.`)
  write(template(randomBytes(8).toString('hex'), randomBytes(16).toString('hex')))
  console.log(
    'Wrote jadeite.yaml with one new account, found by the next jadeite (in a clone: npm start) in this folder.',
  )
}

function write(text: string): void {
  try {
    writeFileSync('jadeite.yaml', text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new UserError(
      `jadeite.yaml cannot be written (${(error as NodeJS.ErrnoException).code}): check that you may write here.`,
    )
  }
}

const template = (
  hex: string,
  secret: string,
) => `# yaml-language-server: $schema=./node_modules/jadeite/dist/seed.schema.json
# The accounts that jadeite starts with. Settings are read at every start; tags are made when an account is new.
accounts:
  - appid: wx${hex}        # wx and 16 hex digits
    secret: '${secret}'
    kind: service                   # service | subscription
    verified: true                  # false: 48001 api unauthorized
    status: active                  # active | secretFrozen (40243) | frozen (50007, 48004)
    ipWhitelist: []                 # addresses or CIDR blocks; empty: any
    tags: []                        # [广东, { id: 134, name: 深圳 }]
    followers: 0                    # how many to make up, or a list of openids or of { openid, tags: [广东], … }
`
