import { isAddressOrBlock } from './white-list.ts'

/** Something in a seed that its schema cannot see. */
export interface SeedProblem {
  /** Keys and indexes from the root, as in ['accounts', 0, 'tags', 3]. */
  readonly path: readonly (string | number)[]
  readonly problem: string
  readonly advice: string
}

/** What is wrong with an appid; a seed that no schema has read may hold anything. */
export function appidProblems({ appid }: { readonly appid: string }): SeedProblem[] {
  if (/^wx[0-9a-f]{16}$/.test(appid)) return []
  return [
    {
      path: ['appid'],
      problem: `${JSON.stringify(appid)} is no appid`,
      advice: 'write wx and 16 hex digits, lower case',
    },
  ]
}

/** The same problems, seen from further up. */
export const under = (path: SeedProblem['path'], problems: readonly SeedProblem[]): SeedProblem[] =>
  problems.map((found) => ({ ...found, path: [...path, ...found.path] }))

/** What cannot stand on a white list. */
export function addressProblems({ ipWhitelist = [] }: { readonly ipWhitelist?: readonly string[] }): SeedProblem[] {
  return ipWhitelist.flatMap((entry, index) =>
    isAddressOrBlock(entry)
      ? []
      : [
          {
            path: ['ipWhitelist', index],
            problem: `${JSON.stringify(entry)} is neither an address nor a CIDR block`,
            advice: 'write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
          },
        ],
  )
}

/** Where a value stands that stood before. */
export function twice(values: readonly unknown[]): number[] {
  const seen = new Set<unknown>()
  return values.flatMap((value, index) => (seen.has(value) || !seen.add(value) ? [index] : []))
}
