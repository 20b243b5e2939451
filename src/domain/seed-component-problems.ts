import { ALL_INTERFACES, type ComponentDeclaration, permissionSets as knownSets } from '../contract/index.ts'
import type { Seed } from '../contract/seed.ts'
import { MAX_COMPONENTS } from './grantable.ts'
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
    ...exclusiveProblems(components),
    ...manyProblems(components),
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
    .filter((key) => component[key] !== undefined && !/^https?:$/.test(protocolOf(component[key])))
    .map((key) => ({
      path: [key],
      problem: `${JSON.stringify(component[key])} is no URL that can be pushed to`,
      advice: 'write one as in http://127.0.0.1:9000/events',
    }))

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '')

function authorizedProblems(
  { authorized = [], permissionSets = [2], published = true, testAccounts = [] }: ComponentDeclaration,
  appids: readonly string[],
): SeedProblem[] {
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
    ...authorized.flatMap(({ appid }, index) =>
      published || testAccounts.includes(appid)
        ? []
        : [
            {
              path: ['authorized', index, 'appid'],
              problem: `the component is not published, and ${appid} is none of its testAccounts`,
              advice: 'publish it (published: true), or add the account to its testAccounts',
            },
          ],
    ),
    ...authorized.flatMap(
      ({ permissionSets: granted = permissionSets.filter((id) => id !== ALL_INTERFACES) }, index) =>
        granted.length > 0
          ? []
          : [{ path: ['authorized', index], problem: 'no permission set is granted', advice: 'grant one at least' }],
    ),
    ...authorized.flatMap(({ permissionSets: granted = [] }, index) =>
      granted
        .filter((id) => id !== ALL_INTERFACES && !permissionSets.includes(id))
        .map((id) => ({
          path: ['authorized', index, 'permissionSets'],
          problem: `the component does not ask for permission set ${id}`,
          advice: "add it to the component's permissionSets, or take it out here",
        })),
    ),
  ]
}

// One component at a time may hold an exclusive set of an account.
function exclusiveProblems(components: readonly ComponentDeclaration[]): SeedProblem[] {
  const held = new Set<string>()
  return components.flatMap(({ authorized = [], permissionSets = [2] }, component) =>
    authorized.flatMap(({ appid, permissionSets: granted = permissionSets }, index) =>
      granted
        .filter((id) => knownSets[id]?.exclusive && (held.has(`${appid} ${id}`) || !held.add(`${appid} ${id}`)))
        .map((id) => ({
          path: ['components', component, 'authorized', index],
          problem: `another component holds permission set ${id} of ${appid}`,
          advice: 'let one component have it',
        })),
    ),
  )
}

function manyProblems(components: readonly ComponentDeclaration[]): SeedProblem[] {
  const counts = new Map<string, number>()
  return components.flatMap(({ authorized = [] }, component) =>
    authorized.flatMap(({ appid }, index) => {
      const count = (counts.get(appid) ?? 0) + 1
      counts.set(appid, count)
      if (count <= MAX_COMPONENTS) return []
      return [
        {
          path: ['components', component, 'authorized', index],
          problem: `${appid} has authorized ${MAX_COMPONENTS} components above`,
          advice: `${MAX_COMPONENTS} is the most: take the account out here`,
        },
      ]
    }),
  )
}
