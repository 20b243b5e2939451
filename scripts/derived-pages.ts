import type { TSchema } from 'typebox'
import {
  asksByBody,
  contract,
  type ErrorName,
  errors,
  generalErrors,
  type InterfaceDeclaration,
} from '../src/contract/index.ts'
import type { Credential } from '../src/contract/interface.ts'
import { rulePoints } from '../src/domain/rules.ts'
import { type RequirementId, requirements } from '../test/requirements.ts'

const interfaces = Object.entries<InterfaceDeclaration>(contract)

/** Every page that is read off contract and requirements, by its path. */
export function derivedPages(): Map<string, string> {
  return new Map([
    ['docs/reference/README.md', index()],
    ['docs/reference/errors.md', catalogue()],
    ...interfaces.map(([name, spec]) => [`docs/reference/${kebab(name)}.md`, page(name, spec)] as const),
    ['docs/fidelity.md', fidelity()],
  ])
}

const NOTE = '<!-- Derived: change src/contract or test/requirements, then npm run docs. -->'

const index = () => `# Reference

${NOTE}

${table(
  ['Interface', 'Call', 'Cloud call', ''],
  interfaces.map(([name, { http, cloudCall, title }]) => [
    `[${name}](${kebab(name)}.md)`,
    `\`${http}\``,
    cloudCall ? `\`${cloudCall}\`` : '',
    title,
  ]),
)}

The calls a day are those of the platform; they are counted with \`--limits on\`. A permission set is what a component (a
third-party platform) must have been granted to call on behalf of an account; one of those listed is enough.

[All errors](errors.md). The same as a document for programs: \`GET /_jadeite/openapi.json\`.
`

const page = (name: string, spec: InterfaceDeclaration) => `# ${name}

${NOTE}

${spec.title}.${spec.credential === 'admin' ? ' Not of the platform: it steers Jadeite itself.' : ` [The platform's page](${spec.docs})`}

${table(
  ['', ''],
  [
    ['Call', `\`${spec.http}${queries[spec.credential] ?? ''}\``],
    ['Cloud call', spec.cloudCall ? `\`${spec.cloudCall}\`` : 'none'],
    [
      'Credential',
      credentials[spec.credential] +
        (spec.alsoAuthorizerToken ? ALSO_AUTHORIZER_TOKEN : '') +
        (spec.alsoComponentToken ? ALSO_COMPONENT_TOKEN : ''),
    ],
    ['Permission sets', spec.permissionSets?.join(', ') ?? 'none'],
    [
      'Accounts',
      spec.accounts
        ? Object.entries(spec.accounts)
            .map(([kind, wanted]) => `${kind}: ${wanted}`)
            .join('; ')
        : 'any',
    ],
    ['Calls a day', quotaOf(spec)],
    ...(spec.minuteQuota ? [['Calls a minute', String(spec.minuteQuota)]] : []),
  ],
)}

## Request

${fields(spec.request, asksByBody(spec) ? `A JSON object in the body${spec.alsoQuery ? ', or in the query' : ''}.` : 'In the query.')}

\`\`\`json
${JSON.stringify(spec.example.request)}
\`\`\`

## Response

${fields(spec.response, 'A JSON object.')}

\`\`\`json
${JSON.stringify(spec.example.response)}
\`\`\`

## Errors

${errorTable([...spec.errors, ...generalErrors(spec)])}
${(spec.rulePoints ?? []).map((point) => `\n## Page and live service differ: ${point}\n\n- documented: ${rulePoints[point].page}\n- production: ${rulePoints[point].live} (${rulePoints[point].evidence})\n`).join('')}
## Try it

\`\`\`sh
jadeite call ${name} '${JSON.stringify(leftToSay(spec))}'
\`\`\`
`

const quotaOf = ({ dailyQuota, dailyQuotaOfTest }: InterfaceDeclaration): string =>
  dailyQuota
    ? `${dailyQuota}${dailyQuotaOfTest ? `; of a test account ${dailyQuotaOfTest}` : ''}`
    : 'no number is known'

const queries: Partial<Record<Credential, string>> = {
  accessToken: '?access_token=ACCESS_TOKEN',
  componentToken: '?access_token=COMPONENT_ACCESS_TOKEN',
}

const credentials: Record<Credential, string> = {
  accessToken: 'access token',
  componentToken: '`component_access_token`, as `access_token` or as `component_access_token`',
  appSecret: 'appid and secret',
  componentSecret: 'appid and secret of the component',
  admin: 'this machine, or the admin key',
}

const ALSO_COMPONENT_TOKEN = '; or `component_access_token`, as `access_token`: then it is about the component'

const ALSO_AUTHORIZER_TOKEN = '; or `authorizer_access_token`, as `access_token`: it says which account'

// `jadeite call` fills in the rest.
function leftToSay({ credential, example }: InterfaceDeclaration): object {
  if (credential.endsWith('Secret')) return {}
  const request = example.request as object
  return credential === 'componentToken' ? { ...request, component_appid: undefined } : request
}

const catalogue = () => `# Errors

${NOTE}

The texts are those of the wire. Behind them stands \` rid: …\`, and where the back end answers \` hint: [….] rid: …\`.

${table(
  ['errcode', 'Name', 'errmsg', 'Tail', 'Meaning', '含义', 'What to do'],
  Object.entries(errors).map(([name, { errcode, errmsg, tail, meaning, advice }]) => [
    String(errcode),
    `\`${name}\``,
    `\`${errmsg}\``,
    tail,
    meaning.en,
    meaning.zh,
    advice,
  ]),
)}
`

function fidelity(): string {
  const all = Object.entries(requirements)
  const count = (evidence: string) => all.filter(([, requirement]) => requirement.evidence === evidence).length
  return `# What is proven, and by what

${NOTE}

Every behaviour that Jadeite claims, how sure we are of it, and where it is known from. A test cites each of them; the suite
fails when one does not. **documented**: a page of the platform says so (${count('documented')}). **observed**: somebody published a reply of
the live service, or a client sends it (${count('observed')}). **inferred**: neither, so it was chosen; or it is ours alone (${count('inferred')}).

${table(
  ['Requirement', '', 'Evidence', 'Source'],
  all.map(([id, { says, evidence, source }]) => [
    `\`${id satisfies string as RequirementId}\``,
    says,
    evidence,
    source,
  ]),
)}
`
}

function fields(schema: TSchema, where: string): string {
  const rows = rowsOf(schema, '')
  return rows.length === 0 ? 'Nothing.' : `${where}\n\n${table(['Field', 'Type', 'Required', ''], rows)}`
}

interface Shape {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
}

function rowsOf({ properties = {}, required = [] }: Shape, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([key, shape]) => {
    const path = `${prefix}${key}${shape.type === 'array' ? '[]' : ''}`
    const row = [`\`${path}\``, shape.type ?? '', required.includes(key) ? 'yes' : 'no', shape.description ?? '']
    return [row, ...rowsOf(shape.items ?? shape, `${path}.`)]
  })
}

const errorTable = (names: readonly ErrorName[]): string =>
  names.length === 0
    ? 'None of the platform: refused with HTTP 4xx and `{"error","hint"}`.'
    : table(
        ['errcode', 'errmsg', 'When', 'What to do'],
        names.map((name) => [
          String(errors[name].errcode),
          `\`${errors[name].errmsg}\``,
          errors[name].meaning.en,
          errors[name].advice,
        ]),
      )

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
