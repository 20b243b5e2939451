import { text } from 'node:stream/consumers'
import { createClient, WeChatError } from '../../client/index.ts'
import { contract, type InterfaceName } from '../../contract/index.ts'
import { UserError } from '../failure.ts'
import { readReadyFile } from '../ready-file.ts'

/** The options of `jadeite call`, as commander has read them. */
export interface CallOptions {
  readonly url?: string
  readonly appid?: string
  readonly secret?: string
  readonly adminKey?: string
  readonly readyFile: string
}

/** Calls an interface and prints what came back; the exit code is 1 when it was refused. Throws UserError. */
export async function call(name: string, json: string, options: CallOptions): Promise<void> {
  if (!isInterface(name))
    throw new UserError(`There is no interface ${name}: choose one of ${Object.keys(contract).join(', ')}.`)
  const input = parse(json === '-' ? await text(process.stdin) : json)
  const { url, source, account } = target(options)
  if (contract[name].credential !== 'admin' && (account.appid === '' || account.secret === '')) {
    throw new UserError('No account is known: give --appid and --secret.')
  }
  const client = createClient({ baseUrl: url, ...account, adminKey: options.adminKey })
  try {
    console.log(JSON.stringify(await client[name](input)))
  } catch (error) {
    if (error instanceof WeChatError) {
      const { errcode, errmsg, fail_openid_list } = error
      console.log(JSON.stringify({ errcode, errmsg, fail_openid_list }))
      process.exitCode = 1
      return
    }
    const { message } = error as Error
    const advice = message.includes('does not answer') ? `: start a server with jadeite serve, or check ${source}` : ''
    throw new UserError(`${message}${advice}.`)
  }
}

const isInterface = (name: string): name is InterfaceName => Object.hasOwn(contract, name)

// The platform judges what is in the request; here it only has to be an object.
function parse(json: string): never {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as never
  } catch {}
  throw new UserError(
    `The request is not a JSON object: ${json.slice(0, 80)}. Quote it for the shell, as in '{"tag":{"name":"广东"}}'.`,
  )
}

function target({ url, appid, secret, readyFile }: CallOptions) {
  const ready = readReadyFile(readyFile)
  const base = url ?? ready?.url
  const known = ready?.accounts.find((account) => account.appid === (appid ?? account.appid))
  const account = { appid: appid ?? known?.appid ?? '', secret: secret ?? known?.secret ?? '' }
  if (!base)
    throw new UserError(
      `No server is known: start one here with jadeite serve (it writes ${readyFile}), or give --url, --appid and --secret.`,
    )
  if (!URL.canParse(base)) throw new UserError(`--url ${base} is no URL: write it as in http://127.0.0.1:8240.`)
  return { url: base, source: url ? '--url' : `${readyFile}, which a server that was killed leaves behind`, account }
}
