import type { Push } from '../../domain/deps.ts'

/** The XML of a push before it is encrypted: texts as CDATA, numbers plain, as in the platform's samples. */
export const message = (fields: Push['fields']): string => `<xml>${fields.map(element).join('')}</xml>`

/** The XML that is posted: to which component, and the ciphertext in base64 (a push that was captured). */
export const envelope = (appid: string, encrypt: string): string =>
  message([
    ['AppId', appid],
    ['Encrypt', encrypt],
  ])

const element = ([name, value]: Push['fields'][number]): string =>
  `<${name}>${typeof value === 'number' ? value : text(value)}</${name}>`

// An end of CDATA within a text is split between two of them.
const text = (value: string): string => `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
