import type { Requirement } from './requirement.ts'

/** What Jadeite is beside the platform: seed, storage, command line, client, testing, contract. */
export const product = {
  'seed.accounts': {
    says: 'A seed gives accounts their kind, verification, status, secret, white list and tags.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.again': {
    says: 'At the next start settings are taken over, and tags are left alone.',
    source: 'ours',
    evidence: 'inferred',
  },
  'seed.strict': {
    says: 'A mistake in a seed is reported with file, line, what is wrong and what to do, and nothing starts.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.port': {
    says: 'Every store keeps and finds the same.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.whole': {
    says: 'A change is kept whole or not at all, and reads see whole changes only.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.migrations': {
    says: 'An older database is brought up to date, a newer one refused with a sentence.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.one-process': {
    says: 'A second process on the same file is refused with a sentence.',
    source: 'ours',
    evidence: 'inferred',
  },
  'storage.disk-full': {
    says: 'A full disk answers -1 and keeps serving reads, and it recovers when there is room.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.serve': {
    says: 'serve prints address, account and a line that creates a tag when pasted; after a restart the tag is there.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.ready-file': {
    says: 'The ready file names url, pid and accounts, is for its owner only, and goes when the server goes.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.exit-codes': {
    says: 'A taken port, a bad option or an unreadable file is one sentence and exit code 2.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.stop': {
    says: 'SIGTERM answers what has arrived and ends with 0.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.call': {
    says: 'call takes an interface by name, the token taken care of.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.init': {
    says: 'init writes a seed that serve accepts, and overwrites none.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.help': {
    says: '--help lists every command and option with its environment variable.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.environment': {
    says: 'Every option of serve has an environment variable.',
    source: 'ours',
    evidence: 'inferred',
  },
  'log.no-secrets': {
    says: 'No secret and no token is in a log.',
    source: 'ours',
    evidence: 'inferred',
  },
  'client.token': {
    says: 'The client fetches a token, keeps it, and renews it once on 40001, 40014 and 42001.',
    source: 'ours',
    evidence: 'inferred',
  },
  'client.errors': {
    says: 'The client throws WeChatError with name, errcode, errmsg and rid; unknown codes are kept.',
    source: 'ours',
    evidence: 'inferred',
  },
  'testing.in-process': {
    says: 'startJadeite needs no socket and no file, its clock stands still until moved, and it is disposed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'control.guard': {
    says: 'Control interfaces answer this machine only, by a loopback Host and no foreign Origin, or whoever holds the admin key.',
    source: 'ours',
    evidence: 'inferred',
  },
  'control.openapi': {
    says: '/_jadeite/openapi.json is a valid OpenAPI 3.1 document of every interface.',
    source: 'ours',
    evidence: 'inferred',
  },
  'contract.compiles': {
    says: 'A misspelt error name, a wrong example or a missing handler does not compile.',
    source: 'ours',
    evidence: 'inferred',
  },
  'contract.layers': {
    says: 'A layer that reaches where it must not is a lint error.',
    source: 'ours',
    evidence: 'inferred',
  },
  'package.entries': {
    says: 'The packed package works from its four entry points and its command, and the client reaches no server code.',
    source: 'ours',
    evidence: 'inferred',
  },
  'docs.derived': {
    says: 'Reference and fidelity pages are what the contract and the requirements say.',
    source: 'ours',
    evidence: 'inferred',
  },
  'docs.examples': {
    says: 'What the README and the guide show runs.',
    source: 'ours',
    evidence: 'inferred',
  },
  'witness.wechat-api': {
    says: 'wechat-api 1.35.1, unmodified, goes through all that it has of tags, users and groups, and is told refusals.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.co-wechat-api': {
    says: 'co-wechat-api 3.11.0, unmodified, goes through all that it has of tags, users and groups, and is told refusals.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.node-easywechat': {
    says: 'node-easywechat 3.6.2, unmodified, goes through all that it has of tags, users and groups, and is told refusals.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.tnwx': {
    says: 'tnwx 2.5.6, unmodified, goes through all that it has of tags, users and groups, and is told refusals.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.node-easywechat-component': {
    says: 'node-easywechat 3.6.2, unmodified, is a component: it reads the pushes, gets a ticket, tokens and codes, calls for an account, and is told the end.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.nest-wechat': {
    says: 'nest-wechat 0.2.50, unmodified but led here, is a component: it reads the pushes, gets a ticket, tokens and codes, and is told the end.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.wechat-component': {
    says: 'wechat-component 0.0.6, unmodified, is a component: it gets tokens and codes, reads and sets options, and calls for an account.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'witness.wx-server-sdk': {
    says: 'wx-server-sdk 1.8.2, 2.1.2, 2.6.3, 3.0.4 and 4.0.2, unmodified, go through all that has a cloud call, and are told refusals.',
    source: 'the package on npm',
    evidence: 'observed',
  },
} as const satisfies Record<string, Requirement>
