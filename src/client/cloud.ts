import {
  type Contract,
  contract,
  type Input,
  type InterfaceDeclaration,
  type Output,
  WeChatError,
} from '../contract/index.ts'

type Named = {
  [Name in keyof Contract as NonNullable<Contract[Name]['cloudCall']>]: Contract[Name]
}

/**
 * The interfaces by their names in cloud calls, as in `officialAccount.tags.create`: called and answered as
 * `cloud.openapi` of wx-server-sdk has it. One that is refused throws CloudCallError.
 */
export type CloudCalls = Branch<''>

type Branch<Path extends string> = {
  readonly [Word in FirstWord<After<Path, keyof Named>>]: `${Path}${Word}` extends keyof Named
    ? CloudCall<Named[`${Path}${Word}`]>
    : Branch<`${Path}${Word}.`>
}

type After<Path extends string, Name> = Name extends `${Path}${infer Rest}` ? Rest : never
type FirstWord<Name> = Name extends `${infer Word}.${string}` ? Word : Name & string

type CloudCall<I extends InterfaceDeclaration> =
  Partial<Input<I>> extends Input<I>
    ? (input?: EitherSpelling<Input<I>>) => Promise<CloudReply<I>>
    : (input: EitherSpelling<Input<I>>) => Promise<CloudReply<I>>

type CloudReply<I extends InterfaceDeclaration> = Camelled<Omit<Output<I>, 'errcode' | 'errmsg'>> & {
  readonly errCode: number
  readonly errMsg: string
}

/** The keys of each object as in the contract, or all in camelCase. */
type EitherSpelling<T> = T extends readonly (infer Item)[]
  ? readonly EitherSpelling<Item>[]
  : T extends object
    ? { [Key in keyof T]: EitherSpelling<T[Key]> } | { [Key in keyof T as Camel<Key>]: EitherSpelling<T[Key]> }
    : T

type Camelled<T> = T extends readonly (infer Item)[]
  ? Camelled<Item>[]
  : T extends object
    ? { [Key in keyof T as Camel<Key>]: Camelled<T[Key]> }
    : T

type Camel<Key> = Key extends `${infer Head}_${infer Letter}${infer Tail}`
  ? Letter extends Uppercase<Letter>
    ? `${Head}_${Camel<`${Letter}${Tail}`>}`
    : `${Head}${Uppercase<Letter>}${Camel<Tail>}`
  : Key

/** A cloud call that was refused, as wx-server-sdk tells it; the text of the platform is in `errmsg`. */
export class CloudCallError extends WeChatError {
  readonly errCode: number
  /** As in `openapi.officialAccount.tags.create:fail invalid tag name …`. */
  readonly errMsg: string

  constructor(cloudCall: string, refusal: WeChatError) {
    super(refusal)
    this.errCode = refusal.errcode
    this.errMsg = `openapi.${cloudCall}:fail ${refusal.errmsg}`
    this.message = `errCode: ${this.errCode}  | errMsg: ${this.errMsg}` // two spaces: those of wx-server-sdk
  }
}

type Call = (input: object) => Promise<object>
interface Calls {
  [word: string]: Calls | Call
}

/** The cloud calls that lead to these methods. */
export function cloudCallsOf(methods: object): CloudCalls {
  const calls: Calls = {}
  for (const [name, { cloudCall }] of Object.entries<InterfaceDeclaration>(contract)) {
    if (cloudCall !== undefined) put(calls, cloudCall.split('.'), calling(cloudCall, methods[name as never]))
  }
  return calls as unknown as CloudCalls
}

function put(calls: Calls, [word = '', ...rest]: readonly string[], call: Call): void {
  if (rest.length === 0) {
    calls[word] = call
    return
  }
  calls[word] ??= {}
  put(calls[word] as Calls, rest, call)
}

const calling =
  (cloudCall: string, method: Call) =>
  async (input: object = {}): Promise<object> => {
    const reply = await method(respelt(input, toSnake) as object).catch((error: unknown) => {
      throw error instanceof WeChatError ? new CloudCallError(cloudCall, error) : error
    })
    const { errcode: _, errmsg: __, ...told } = reply as { errcode?: number; errmsg?: string }
    return { ...(respelt(told, toCamel) as object), errCode: 0, errMsg: `openapi.${cloudCall}:ok` }
  }

function respelt(value: unknown, spell: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => respelt(one, spell))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [spell(key), respelt(one, spell)]))
}

// Both as wx-server-sdk has them.
const toSnake = (key: string): string => key.replace(/[A-Z]/g, (letter, at) => (at ? '_' : '') + letter.toLowerCase())
const toCamel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
