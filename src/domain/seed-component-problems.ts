import { type ComponentDeclaration, ControlError } from '../contract/index.ts'
import type { Seed } from '../contract/seed.ts'
import { DEFAULTS } from './components.ts'
import { type Asking, defaultSets, grantProblem, mayAuthorize } from './grantable.ts'
import { httpUrl } from './http-url.ts'
import { addressProblems, appidProblems, type SeedProblem, twice, under } from './seed-checks.ts'

/** What is wrong with the components of a seed. */
export function componentProblems({ accounts, components = [] }: Seed): SeedProblem[] {
  const appids = accounts.map(({ appid }) => appid)
  return [
    ...components.flatMap((component, index) =>
      under(['components', index], [...settingsProblems(component), ...authorizedProblems(component, appids)]),
    ),
    ...twice([...appids, ...components.map(({ appid }) => appid)])
      .filter((index) => index >= appids.length)
      .map((index) => ({
        path: ['components', index - appids.length, 'appid'],
        problem: `the appid ${components[index - appids.length]?.appid} stands here a second time`,
        advice: 'give each component an appid of its own, which no account has either',
      })),
    ...grantProblems(components),
  ]
}

/** What is wrong with what a component says of itself. */
export const settingsProblems = (component: ComponentDeclaration): SeedProblem[] => [
  ...appidProblems(component),
  ...addressProblems(component),
  ...keyProblems(component),
  ...urlProblems(component),
]

// A component that no schema has read may have any key; with a wrong one nothing could be pushed.
const keyProblems = (component: ComponentDeclaration): SeedProblem[] =>
  (['encodingAesKey', 'previousEncodingAesKey'] as const)
    .filter((key) => component[key] !== undefined && !/^[A-Za-z0-9]{43}$/.test(component[key]))
    .map((key) => ({
      path: [key],
      problem: 'this is no EncodingAESKey',
      advice: 'write 43 letters and digits',
    }))

const urlProblems = (component: ComponentDeclaration): SeedProblem[] =>
  (['eventUrl', 'messageUrl'] as const)
    .filter((key) => component[key] !== undefined && !httpUrl(component[key]))
    .map((key) => ({
      path: [key],
      problem: `${JSON.stringify(component[key])} is no URL that can be pushed to`,
      advice: 'write one as in http://127.0.0.1:9000/events',
    }))

function authorizedProblems({ authorized = [] }: ComponentDeclaration, appids: readonly string[]): SeedProblem[] {
  return [
    ...authorized.flatMap(({ appid }, index) =>
      appids.includes(appid)
        ? []
        : [
            {
              path: ['authorized', index, 'appid'],
              problem: `no account here has the appid ${appid}`,
              advice: 'declare the account under accounts',
            },
          ],
    ),
    ...twice(authorized.map(({ appid }) => appid)).map((index) => ({
      path: ['authorized', index, 'appid'],
      problem: `${authorized[index]?.appid} has authorized above already`,
      advice: 'name each account once',
    })),
  ]
}

// As if the accounts had granted one after the other, as the seed lists them.
function grantProblems(components: readonly ComponentDeclaration[]): SeedProblem[] {
  const granted = new Map<string, { component: string; permissionSets: readonly number[] }[]>()
  return components.flatMap((component, index) => {
    const asking = { ...DEFAULTS, ...component }
    return (component.authorized ?? []).flatMap(({ appid, permissionSets = defaultSets(asking) }, place) => {
      const others = granted.get(appid) ?? []
      const problem = publishedProblem(asking, appid) ?? grantProblem(asking, appid, permissionSets, others)
      granted.set(appid, [...others, { component: component.appid, permissionSets }])
      if (!problem) return []
      return [{ path: ['components', index, 'authorized', place], problem: problem.message, advice: problem.hint }]
    })
  })
}

const publishedProblem = (component: Asking, appid: string): ControlError | undefined =>
  mayAuthorize(component, appid)
    ? undefined
    : new ControlError(
        `the component is not published, and ${appid} is none of its testAccounts`,
        'publish it (published: true), or add the account to its testAccounts',
      )
