import type { Seed } from '../contract/seed.ts'
import { type SeedProblem, twice, under } from './seed-checks.ts'

/** What is wrong with the cloud environments of a seed. */
export function environmentProblems({ accounts, environments = [] }: Seed): SeedProblem[] {
  const appids = accounts.map(({ appid }) => appid)
  const repeated = (['env', 'secretId'] as const).flatMap((key) =>
    twice(environments.map((environment) => environment[key])).map((index) => ({
      path: ['environments', index, key],
      problem: `the ${key} ${environments[index]?.[key]} stands here a second time`,
      advice: `give each environment a ${key} of its own`,
    })),
  )
  const unknown = environments.flatMap((environment, index) =>
    under(
      ['environments', index],
      environment.accounts.flatMap((appid, place) =>
        appids.includes(appid)
          ? []
          : [
              {
                path: ['accounts', place],
                problem: `no account here has the appid ${appid}`,
                advice: 'declare the account under accounts',
              },
            ],
      ),
    ),
  )
  return [...repeated, ...unknown]
}
