import { text } from 'node:stream/consumers'
import { type ComponentClient, createClient, createComponentClient, WeChatError } from '../../client/index.ts'
import { contract, type InterfaceDeclaration, type InterfaceName } from '../../contract/index.ts'
import { type Callers, callersOf, filledIn, type Given } from '../callers.ts'
import { UserError } from '../failure.ts'
import { readReadyFile } from '../ready-file.ts'

/** The options of `jadeite call`, as commander has read them. */
export interface CallOptions extends Given {
  readonly url?: string
  readonly adminKey?: string
  readonly readyFile: string
}

/** Calls an interface and prints what came back; the exit code is 1 when it was refused. Throws UserError. */
export async function call(word: string, json: string, options: CallOptions): Promise<void> {
  const name = interfaceNamed(word)
  const input = parse(json === '-' ? await text(process.stdin) : json)
  const { url, source, ready } = target(options)
  const callers = callersOf(name, ready, options)
  try {
    const method = await methodOf(name, url, callers, options)
    console.log(JSON.stringify(await method({ ...filledIn(name, callers, ready, options), ...input })))
  } catch (error) {
    if (error instanceof WeChatError) {
      const { errcode, errmsg, fail_openid_list } = error
      console.log(JSON.stringify({ errcode, errmsg, fail_openid_list }))
      process.exitCode = 1
      return
    }
    const { message } = error as Error
    if (message.includes('the admin key is missing or wrong'))
      throw new UserError('The server wants its admin key: give --admin-key, or set JADEITE_ADMIN_KEY.')
    const advice = message.includes('does not answer') ? `: start a server with jadeite serve, or check ${source}` : ''
    throw new UserError(`${message}${advice}.`)
  }
}

// As in the reference, or as the last part of the path; case does not matter where there is one only.
function interfaceNamed(word: string): InterfaceName {
  const names = Object.keys(contract) as InterfaceName[]
  const like = names.filter(
    (name) => name.toLowerCase() === word.toLowerCase() || contract[name].http.endsWith(`/${word}`),
  )
  const [name] = like.includes(word as InterfaceName) ? [word as InterfaceName] : like
  if (name !== undefined && (like.length === 1 || name === word)) return name
  throw new UserError(`There is no interface ${word}: choose one of ${names.join(', ')}.`)
}

// The platform judges what is in the request; here it only has to be an object.
function parse(json: string): object {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {}
  throw new UserError(
    `The request is not a JSON object: ${json.slice(0, 80)}. Quote it for the shell, as in '{"tag":{"name":"广东"}}'.`,
  )
}

function target({ url, readyFile }: CallOptions) {
  const ready = readReadyFile(readyFile)
  const base = url ?? ready?.url
  if (!base)
    throw new UserError(
      `No server is known: start one here with jadeite serve (it writes ${readyFile}), or give --url, --appid and --secret.`,
    )
  if (!URL.canParse(base)) throw new UserError(`--url ${base} is no URL: write it as in http://127.0.0.1:8240.`)
  return { url: base, source: url ? '--url' : `${readyFile}, which a server that was killed leaves behind`, ready }
}

async function methodOf(
  name: InterfaceName,
  url: string,
  { account, component }: Callers,
  { adminKey }: CallOptions,
): Promise<(input: object) => Promise<unknown>> {
  const { credential }: InterfaceDeclaration = contract[name]
  const connection = { baseUrl: url, adminKey }
  const client = createClient({ ...connection, ...account })
  if (!credential.startsWith('component')) return client[name as never]

  // A token beside those of a program that may be at work: fetching one as it does would end its own.
  const { access_token, expires_in } = await client.issueToken({ appid: component.appid })
  const ofComponent: ComponentClient = createComponentClient({
    ...connection,
    ...component,
    ticket: async () => (await ofComponent.pushTicket()).component_verify_ticket,
    accessToken: { text: access_token, expires_in },
  })
  return ofComponent[name as never]
}
