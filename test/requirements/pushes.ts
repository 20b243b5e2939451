import type { Requirement } from './requirement.ts'

/** What third-party platforms (components) are told: its form on the wire, and how it is delivered. */
export const pushes = {
  'push.encryption': {
    says: 'A push is AES-256-CBC over 16 random bytes, the length in 4 bytes, the message and the appid of the component, padded to 32.',
    source: 'message push page; its samples of a push and of a reply, byte for byte',
    evidence: 'documented',
  },
  'push.signatures': {
    says: 'signature is sha1 of the sorted token, timestamp and nonce; msg_signature of these and the ciphertext.',
    source: 'message push page; its sample of a push',
    evidence: 'documented',
  },
  'push.published-receiver': {
    says: 'The Encryptor of node-easywechat 3.6.2, unmodified, opens what is pushed.',
    source: 'the package on npm',
    evidence: 'observed',
  },
  'push.message': {
    says: 'The message is XML of its fields in their order: texts as CDATA, numbers plain.',
    source: 'message push page, the sample decrypted; component_verify_ticket page',
    evidence: 'documented',
  },
  'push.cdata': {
    says: 'No text in a push ends its CDATA.',
    source: 'XML 1.0, section 2.7',
    evidence: 'inferred',
  },
  'push.envelope': {
    says: 'What is posted is XML of AppId and Encrypt.',
    source: 'capture of a ticket push; message push page: AppId takes the place of ToUserName',
    evidence: 'observed',
  },
  'push.query': {
    says: 'The query has signature, timestamp, nonce, encrypt_type=aes and msg_signature.',
    source: 'capture of a ticket push',
    evidence: 'observed',
  },
  'push.own-query': {
    says: 'A query that the eventUrl has already stays in front, as it was written.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.content-type': {
    says: 'A push has Content-Type text/xml.',
    source: 'the page is silent; it is XML',
    evidence: 'inferred',
  },
  'push.success': {
    says: 'A push has arrived when it is answered success.',
    source: 'component_verify_ticket and authorize_event pages',
    evidence: 'documented',
  },
  'push.not-success': {
    says: 'A push has not arrived with a status other than 2xx, another text, or more than 1 KiB of it.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.attempts': {
    says: 'What does not arrive is tried three times in all, 1 s and 2 s apart.',
    source: 'message push page says three times for messages; the pauses are ours',
    evidence: 'inferred',
  },
  'push.same-again': {
    says: 'Every attempt brings the same query and the same body.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.limit': {
    says: 'An attempt ends after 5 s, however much has been answered by then.',
    source: 'message push page says 5 s for messages',
    evidence: 'inferred',
  },
  'push.no-redirect': {
    says: 'A redirect is not followed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.any-address': {
    says: 'The eventUrl may have any port, and user:password@.',
    source: 'the platform wants ports 80 and 443; a server of your own need not',
    evidence: 'inferred',
  },
  'push.order': {
    says: 'A component gets its pushes one after the other, in the order of what they tell.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.apart': {
    says: 'A receiver that is slow or away delays no other component, and nobody who calls.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.waiting': {
    says: 'At most 100 pushes wait for a component; one more is dropped.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.none': {
    says: 'Without eventUrl nothing is pushed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.deliveries': {
    says: 'What became of the last 1,000 pushes can be read: each attempt with its time, status and problem.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.failure-log': {
    says: 'A push that failed is told to the log.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.secrets': {
    says: 'Neither deliveries nor log hold a ticket, a code, a token, a signature, or query and password of the eventUrl.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.ticket-arrived': {
    says: 'Whether pushing works is whether the last ticket has arrived.',
    source: 'api_start_push_ticket answers "in a normal state" when it does; what it goes by is not said',
    evidence: 'inferred',
  },
  'push.new-address': {
    says: 'What waits for one address of a component keeps nothing from another.',
    source: 'ours',
    evidence: 'inferred',
  },
  'push.stop': {
    says: 'What has not been delivered when the server ends is dropped.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
