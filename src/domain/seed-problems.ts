import type { Seed, SeedAccount } from '../contract/seed.ts'
import { STARRED, SYSTEM_LISTS } from './lists.ts'
import { fromRecord, tagNames } from './records.ts'
import type { Rules } from './rules.ts'
import { numbered, recordsOf } from './seed.ts'
import { addressProblems, appidProblems, type SeedProblem, twice, under } from './seed-checks.ts'
import { componentProblems } from './seed-component-problems.ts'
import { environmentProblems } from './seed-environment-problems.ts'
import { nameIsSound } from './tags.ts'
import { MOST_OF_TEST } from './test-account.ts'

/** What is wrong with a seed of the right shape: names no call could have made, anything twice, impossible addresses. */
export function seedProblems(seed: Seed, rules: Rules): SeedProblem[] {
  return [
    ...seed.accounts.flatMap((account, index) => under(['accounts', index], appidProblems(account))),
    ...twice(seed.accounts.map(({ appid }) => appid)).map((index) => ({
      path: ['accounts', index, 'appid'],
      problem: `the appid ${seed.accounts[index]?.appid} stands here a second time`,
      advice: 'give each account an appid of its own',
    })),
    ...componentProblems(seed),
    ...environmentProblems(seed),
    ...seed.accounts.flatMap((account, index) =>
      under(
        ['accounts', index],
        [...tagProblems(account, rules), ...addressProblems(account), ...followerProblems(account, rules)],
      ),
    ),
  ]
}

const STARRED_NAME = SYSTEM_LISTS.find(({ id }) => id === STARRED)?.name

function tagProblems({ tags = [] }: SeedAccount, rules: Rules): SeedProblem[] {
  const names = tags.map((tag) => (typeof tag === 'string' ? tag : tag.name))
  const ids = numbered(tags).map(({ id }) => id)
  return [
    ...names
      .flatMap((name, index) => (nameIsSound(rules, name) ? [] : [index]))
      .map((index) => ({
        path: ['tags', index],
        problem: `${JSON.stringify(names[index])} cannot be a tag name under --rules ${rules.name}`,
        advice: 'use 1 to 30 characters (documented) or UTF-8 bytes (production), none of them a control character',
      })),
    ...twice([STARRED_NAME, ...names]).map((index) => ({
      path: ['tags', index - 1],
      problem: `${JSON.stringify(names[index - 1])} is in use as a tag name already`,
      advice: 'give each tag a name of its own',
    })),
    ...twice(ids).map((index) => ({
      path: ['tags', index],
      problem: `the tag id ${ids[index]} is taken by a tag above`,
      advice: 'give each tag an id of its own; names without one are counted on from the highest above',
    })),
  ]
}

function followerProblems({ kind, tags = [], followers }: SeedAccount, rules: Rules): SeedProblem[] {
  const records = recordsOf(followers)
  const names = tagNames([...SYSTEM_LISTS, ...numbered(tags)], rules)
  const count = typeof followers === 'number' ? followers : records.filter(({ subscribed = true }) => subscribed).length
  return [
    ...(kind === 'test' && count > MOST_OF_TEST
      ? [
          {
            path: ['followers'],
            problem: `a test account has ${MOST_OF_TEST} followers at most, and these are ${count}`,
            advice: 'take some out, or make its kind service',
          },
        ]
      : []),
    ...records.flatMap((record, index) => {
      const fault = fromRecord(record, names, undefined, 0)
      return 'problem' in fault ? [{ path: ['followers', index], ...fault }] : []
    }),
    ...twice(records.map(({ openid }) => openid)).map((index) => ({
      path: ['followers', index],
      problem: `${records[index]?.openid} is a follower above already`,
      advice: 'name each follower once',
    })),
  ]
}
