import type { Requirement } from './requirement.ts'

/** What code that was written for cloud calls comes to Jadeite with: our client, or wx-server-sdk itself. */
export const cloudClient = {
  'cloud-client.calls': {
    says: 'A client of an account has every interface that has a name in cloud calls under that name, as in officialAccount.tags.create.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cloud-client.keys': {
    says: 'In its cloud calls keys may be in camelCase at any depth; those of the answer are, and errcode and errmsg give way to errCode 0 and errMsg openapi.<name>:ok.',
    source: 'wx-server-sdk 4.0.2, convertCase and its results, read and run 2026-11-22',
    evidence: 'observed',
  },
  'cloud-client.errors': {
    says: 'A cloud call that is refused rejects with errCode, errMsg openapi.<name>:fail <errmsg> and the message of wx-server-sdk; it is a WeChatError.',
    source: 'wx-server-sdk 4.0.2, CloudSDKError, read and run 2026-11-22',
    evidence: 'observed',
  },
  'cli.env': {
    says: 'env prints what to export, quoted for sh, fish or PowerShell or as JSON, so that an unmodified wx-server-sdk comes to the server; banner and ready file name the environments.',
    source: 'wx-server-sdk 4.0.2, the variables that it reads, run 2026-11-22',
    evidence: 'observed',
  },
} as const satisfies Record<string, Requirement>
