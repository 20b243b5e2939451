import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { UserError } from '../failure.ts'
import { findSeed } from '../find-seed.ts'

/** Writes jadeite.yaml with one account. Throws UserError when there is a seed already. */
export function init(): void {
  const found = findSeed()
  if (found) throw new UserError(`There is a ${found} here already: edit it, or remove it first.`)
  write(template())
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

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

function template(): string {
  const appid = `wx${hex(8)}`
  return `# yaml-language-server: $schema=./node_modules/jadeite/dist/seed.schema.json
# What jadeite starts with. Settings are read at every start; tags are made when an account is new.
accounts:
  - appid: ${appid}        # wx and 16 hex digits
    secret: '${hex(16)}'
    kind: service                   # service | subscription | test
    verified: true                  # false: 48001 api unauthorized
    status: active                  # active | secretFrozen (40243) | frozen (50007, 48004)
    ipWhitelist: []                 # addresses or CIDR blocks; empty: any
    tags: []                        # [广东, { id: 134, name: 深圳 }]
    followers: 0                    # how many to make up, or a list of openids or of { openid, tags: [广东], … }

# Third-party platforms (components). Take out the # for one that the account has authorized.
# components:
#   - appid: wx${hex(8)}      # wx and 16 hex digits
#     secret: '${hex(16)}'
#     token: '${hex(8)}'       # signs what is pushed
#     encodingAesKey: '${hex(22).slice(1)}' # encrypts it; 43 letters and digits
#     eventUrl: http://127.0.0.1:9000/events # where tickets and authorization events are pushed to
#     messageUrl: http://127.0.0.1:9000/$APPID$/messages
#     ipWhitelist: []               # addresses or CIDR blocks; empty: any
#     permissionSets: [2]           # what accounts are asked to grant; 2: user management
#     published: true               # false: only testAccounts may authorize
#     authorized: [{ appid: ${appid}, permissionSets: [2] }]

# Cloud environments, for wx-server-sdk: see jadeite env. Take out the # for one that calls for the account.
# environments:
#   - env: dev-${hex(3)}               # lower case letters, digits, _ and -
#     secretId: AKID${hex(8)}
#     secretKey: '${hex(16)}' # signs what is called
#     accounts: [${appid}] # the first where none is named
#     permissions: ['*']            # what may be called, as in officialAccount.tags.create
`
}
