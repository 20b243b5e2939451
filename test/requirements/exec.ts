import type { Requirement } from './requirement.ts'

/** jadeite exec: a command beside a server of its own, and what leads its requests there. */
export const exec = {
  'exec.sdks': {
    says: 'Under exec published SDKs whose host is fixed go through all that they have, with no setting at all: wechat-api, co-wechat-api, wechat-component, node-easywechat, tnwx, nest-wechat, and five versions of wx-server-sdk.',
    source: 'the packages on npm',
    evidence: 'observed',
  },
  'exec.languages': {
    says: 'Under exec curl, Python, PHP, Go, Ruby and Java call https://api.weixin.qq.com and are answered here.',
    source: 'ours',
    evidence: 'observed',
  },
  'exec.parents': {
    says: 'exec works in front of npm, npx, vitest and node --test, whose own children are led here too.',
    source: 'ours',
    evidence: 'observed',
  },
  'exec.outcome': {
    says: "The command's exit code or signal is that of exec; signals are passed on; 2 and a sentence where it cannot be run.",
    source: 'ours',
    evidence: 'inferred',
  },
  'exec.variables': {
    says: 'The command gets address, account, proxy, certificates, preload and cloud variables, and what was set before goes on where it leads elsewhere.',
    source: 'ours',
    evidence: 'inferred',
  },
  'exec.others': {
    says: 'A request to any other host does not leave the machine and is told why, unless --proxy-others tunnel lets it through.',
    source: 'ours',
    evidence: 'inferred',
  },
  'exec.state': {
    says: 'The server of exec has its state in memory, or, with --keep, in a folder that is named at the end; else nothing is left behind.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.env-hosts': {
    says: 'jadeite env prints what leads programs with a fixed host to a server that listens for HTTPS or as a proxy.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.env-unset': {
    says: "jadeite env --unset prints what undoes that, also when the server has ended, and keeps what is the caller's in variables of several parts.",
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.env-fails': {
    says: 'Where env or ca --export cannot print variables, they print a line at which a shell that evaluates it fails.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
