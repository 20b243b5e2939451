import {
  ControlError,
  contract,
  type ErrorName,
  errors,
  type InterfaceDeclaration,
  type ReadInput,
} from '../../contract/index.ts'
import { nearest } from './nearest.ts'

/** A fault as the control interface reads it: '' and 0 for what was left out, undefined where there is a choice of types. */
export type FaultAsked = Omit<ReadInput<typeof contract.addFault>, 'error' | 'truncate' | 'latencyMs' | 'when'> & {
  readonly error: string | number | undefined
  readonly truncate: number | undefined
  readonly latencyMs: ReadInput<typeof contract.addFault>['latencyMs'] | undefined
  readonly when: ReadInput<typeof contract.addFault>['when'] | undefined
}

/** Throws ControlError for a fault that cannot be. */
export function requireFault(asked: FaultAsked): void {
  requireInterface(asked.interface)
  requireOneEffect(asked)
  if (asked.error !== undefined) errorNamed(asked.error)
  const often = [asked.times > 0, asked.every > 0, asked.probability > 0].filter(Boolean)
  if (often.length > 1)
    throw new ControlError('times, every and probability are three ways to say how often', 'choose one')
  const { latencyMs } = asked
  if (typeof latencyMs === 'object' && latencyMs.min > latencyMs.max)
    throw new ControlError('latencyMs: min is more than max', 'give the smaller one as min')
}

const platformNames = Object.entries<InterfaceDeclaration>(contract)
  .filter(([, { credential }]) => credential !== 'admin')
  .map(([name]) => name)

function requireInterface(name: string): void {
  if (name === '*' || platformNames.includes(name)) return
  const isControl = Object.hasOwn(contract, name)
  throw new ControlError(
    isControl ? `${name} is a control interface, which no fault hits` : `there is no interface ${name}`,
    isControl
      ? 'name one of the platform, or * for all'
      : `perhaps ${oneOf(nearest(name, platformNames))}; or * for all`,
  )
}

function requireOneEffect({ error, status, truncate, drop, hang, latencyMs }: FaultAsked): void {
  const effects = [error !== undefined, status > 0, truncate !== undefined, drop, hang].filter(Boolean).length
  if (effects > 1) throw new ControlError('error, status, truncate, drop and hang exclude each other', 'choose one')
  if (effects === 0 && latencyMs === undefined)
    throw new ControlError('the fault does nothing', 'give one of error, status, truncate, drop, hang and latencyMs')
}

/** The error that a name or a number stands for. Throws ControlError with the nearest ones. */
export function errorNamed(error: string | number): ErrorName {
  const names = Object.keys(errors) as ErrorName[]
  const name = names.find((one) => one === error || errors[one].errcode === error)
  if (name) return name
  const isNumber = typeof error === 'number'
  const near = isNumber
    ? nearest(
        String(error),
        names.map((one) => String(errors[one].errcode)),
      )
    : nearest(error, names)
  throw new ControlError(
    `there is no error ${error} in the catalogue`,
    `perhaps ${oneOf(near)}${isNumber ? '' : '; a number is written without quotes'}`,
  )
}

const oneOf = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
