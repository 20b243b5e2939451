import { type InterfaceDeclaration, type RulePoint, WeChatError } from '../contract/index.ts'
import { rulePoints, ruleSets } from '../domain/rules.ts'
import type { Store } from '../domain/store.ts'
import type { Steered } from './steering/steering.ts'

/** Answers the call in hand with the deps that it is given. */
type Answering = (deps: Steered) => Promise<unknown>

/** The points of an interface at which the two sets of rules part for this request. */
export function pointsApart(
  { rulePoints: points = [] }: InterfaceDeclaration,
  text: string,
  input: unknown,
): RulePoint[] {
  return points.filter((point) => {
    const { documented, production } = rulePoints[point]
    const subject = point === 'unicodeEscapes' ? text : nameIn(input as Named)
    return documented(subject) !== production(subject)
  })
}

interface Named {
  readonly tag?: { readonly name: string }
  readonly group?: { readonly name: string }
}

const nameIn = ({ tag, group }: Named): string => (tag ?? group)?.name ?? ''

/**
 * One ASCII sentence where the other set of rules would answer differently; undefined where it would not.
 * The call is rehearsed under both sets: answered in full, and nothing of it kept.
 */
export async function noteFor(
  deps: Steered,
  apart: readonly RulePoint[],
  answer: Answering,
): Promise<string | undefined> {
  const rehearsed = { ...deps, store: forgetting(deps.store), tagLag: { ...deps.tagLag, made: () => {} } }
  const mine = await described(answer, rehearsed)
  const other = await described(answer, { ...rehearsed, rules: ruleSets[deps.rules.other] })
  if (mine === other) return undefined
  const reasons = apart.map((point) => rulePoints[point].reason).join('; ')
  return ascii(`With --rules ${deps.rules.other} the answer would be ${other}: ${reasons}.`)
}

async function described(answer: Answering, deps: Steered): Promise<string> {
  try {
    return JSON.stringify(await answer(deps))
  } catch (error) {
    if (error instanceof WeChatError) return error.message
    throw error
  }
}

// A store that gives back what a change comes to, and keeps nothing of it.
const forgetting = (store: Store): Store => ({
  ...store,
  async exclusively(appid, work) {
    const outcome: { value?: unknown } = {}
    const undo = new Error('Nothing of a rehearsal is kept')
    await store
      .exclusively(appid, async (store) => {
        outcome.value = await work(store)
        throw undo
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error
      })
    return outcome.value as never
  },
})

const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
