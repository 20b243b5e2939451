import { text } from 'node:stream/consumers'
import { type ComponentClient, createClient, createComponentClient, WeChatError } from '../../client/index.ts'
import { contract, type InterfaceDeclaration, type InterfaceName } from '../../contract/index.ts'
import { UserError } from '../failure.ts'
import { type Identity, type Ready, readReadyFile } from '../ready-file.ts'

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
  const { url, source, ready } = target(options)
  try {
    const method = await methodOf(name, url, ready, options)
    console.log(JSON.stringify(await method({ ...onlyOnes(contract[name], ready), ...input })))
  } catch (error) {
    if (error instanceof UserError) throw error
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
  ready: Ready | undefined,
  options: CallOptions,
): Promise<(input: object) => Promise<unknown>> {
  const { credential }: InterfaceDeclaration = contract[name]
  const connection = { baseUrl: url, adminKey: options.adminKey }
  const ofComponents = credential === 'componentToken' || credential === 'componentSecret'
  const { accounts, components } = ready ?? {}
  const caller = ofComponents ? callerOf(components, accounts, options) : callerOf(accounts, components, options)
  if (credential !== 'admin' && (caller.appid === '' || caller.secret === ''))
    throw new UserError(`No ${ofComponents ? 'component' : 'account'} is known: give --appid and --secret.`)

  const client = createClient({ ...connection, ...caller })
  if (!ofComponents) return client[name as never]
  // A token beside those of a program that may be at work: fetching one as it does would end its own.
  const { access_token, expires_in } = await client.issueToken()
  const ticket = async () => (await component.pushTicket()).component_verify_ticket
  const component: ComponentClient = createComponentClient({
    ...connection,
    ...caller,
    ticket,
    accessToken: { text: access_token, expires_in },
  })
  return component[name as never]
}

// JADEITE_APPID may name an account where a component is wanted, or the other way round: then it says nothing.
function callerOf(
  wanted: readonly Identity[] = [],
  others: readonly Identity[] = [],
  given: Pick<CallOptions, 'appid' | 'secret'>,
): Identity {
  const { appid, secret } = others.some((other) => other.appid === given.appid) ? {} : given
  const known = wanted.find((one) => one.appid === (appid ?? one.appid))
  return { appid: appid ?? known?.appid ?? '', secret: secret ?? known?.secret ?? '' }
}

// What may be left out where the ready file names one only. A client of a component knows its component_appid itself.
function onlyOnes({ credential, request }: InterfaceDeclaration, ready: Ready | undefined): object {
  const { properties = {}, required = [] } = request as { properties?: object; required?: readonly string[] }
  const component_appid = onlyOf(ready?.components)
  const authorizer_appid = onlyOf(ready?.accounts)
  return {
    ...(credential === 'admin' && required.includes('component_appid') && component_appid && { component_appid }),
    ...('authorizer_appid' in properties && authorizer_appid && { authorizer_appid }),
  }
}

const onlyOf = ([only, ...more]: readonly Identity[] = []): string | undefined =>
  more.length === 0 ? only?.appid : undefined
