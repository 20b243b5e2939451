import type { RulePoint } from '../contract/index.ts'

/** Whose word counts where they differ: the published page (the default), or the live service as observed. */
export type RuleSet = 'documented' | 'production'

const MAX_NAME = 30

interface Point<Input, Outcome> {
  readonly page: string
  readonly live: string
  /** Where the observation comes from. */
  readonly evidence: string
  /** Why the two differ, for `X-Jadeite-Note`: ASCII. */
  readonly reason: string
  readonly documented: (input: Input) => Outcome
  readonly production: (input: Input) => Outcome
}

const point = <Input, Outcome>(declared: Point<Input, Outcome>): Point<Input, Outcome> => declared

/** The one table of points where page and live service disagree. */
export const rulePoints = {
  nameTooLong: point({
    page: 'A tag name has at most 30 characters (createTag page). A character is a Unicode code point.',
    live: 'A tag name has at most 30 bytes in UTF-8.',
    evidence:
      'observed: staff answer in the community of 2022-11-09, and names of 33 and 32 bytes refused in 2022 and 2021',
    reason: 'the page counts 30 characters, the live service 30 UTF-8 bytes',
    documented: (name: string) => name.length > MAX_NAME && [...name].length > MAX_NAME,
    production: (name: string) => Buffer.byteLength(name) > MAX_NAME,
  }),
  unicodeEscapes: point({
    page: 'The body is JSON, so \\uXXXX stands for a character.',
    live: '\\uXXXX is kept as six literal characters.',
    evidence:
      'observed: an account listed with names 广东 and \\u5e7f\\u4e1c side by side; a create answered with literal escapes in 2020',
    reason: 'JSON decodes \\uXXXX, the live service keeps it as six literal characters',
    documented: (json: string) => json,
    production: (json: string) =>
      json.includes('\\u')
        ? json.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, rest: string) => (rest.length > 1 ? `\\${whole}` : whole))
        : json,
  }),
} satisfies Record<RulePoint, Point<never, unknown>>

/** The tags that a user who leaves will have on following again: none. No evidence; return `tags`, and they are kept. */
export const tagsOnLeaving = (_tags: readonly number[]): readonly number[] => []

/** One set of rules: what each point comes to. */
export type Rules = {
  readonly name: RuleSet
  readonly other: RuleSet
} & { readonly [P in RulePoint]: (typeof rulePoints)[P]['documented'] }

const setOf = (name: RuleSet, other: RuleSet): Rules => ({
  name,
  other,
  nameTooLong: rulePoints.nameTooLong[name],
  unicodeEscapes: rulePoints.unicodeEscapes[name],
})

/** The two sets of rules. */
export const ruleSets: Readonly<Record<RuleSet, Rules>> = {
  documented: setOf('documented', 'production'),
  production: setOf('production', 'documented'),
}
