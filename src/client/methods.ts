import { type Contract, contract, type Input, type InterfaceDeclaration, type Output } from '../contract/index.ts'
import type { Credential } from '../contract/interface.ts'

/** A method for every interface of these credentials, named as the interface; what the client knows may be left out. */
export type Methods<Proof extends Credential, Known extends string> = {
  readonly [Name in keyof Contract as Contract[Name]['credential'] extends Proof ? Name : never]: Method<
    Contract[Name],
    Given<Input<Contract[Name]>, Known>
  >
}

type Method<I extends InterfaceDeclaration, Request> =
  Partial<Request> extends Request ? (input?: Request) => Promise<Output<I>> : (input: Request) => Promise<Output<I>>

type Given<Request, Known extends string> = [Known & keyof Request] extends [never]
  ? Request
  : Omit<Request, Known> & Partial<Pick<Request, Known & keyof Request>>

/** What a client fills in; a function is asked when it is wanted. */
type Fact = string | (() => string | Promise<string>)

/** The methods of a client: `call` gets the request with what was left out filled in. */
export const methodsOf = <Proof extends Credential, Known extends string>(
  credentials: readonly Proof[],
  known: Readonly<Record<Known, Fact>>,
  call: (spec: InterfaceDeclaration, input: object) => Promise<unknown>,
): Methods<Proof, Known> =>
  Object.fromEntries(
    Object.entries<InterfaceDeclaration>(contract)
      .filter(([, { credential }]) => credentials.some((one) => one === credential))
      .map(([name, spec]) => [name, async (input: object = {}) => call(spec, await filledIn(spec, known, input))]),
  ) as unknown as Methods<Proof, Known>

async function filledIn(
  { request }: InterfaceDeclaration,
  known: Readonly<Record<string, Fact>>,
  input: object,
): Promise<object> {
  const { properties = {} } = request as { properties?: object }
  const filled: Record<string, string> = {}
  for (const [field, fact] of Object.entries(known)) {
    if (field in properties && !(field in input)) filled[field] = typeof fact === 'function' ? await fact() : fact
  }
  return { ...filled, ...input }
}
