// What a name says of its value, whoever sends it and however it is spelled: each with the variable that stands for it.
const masked: readonly (readonly [name: RegExp, variable: string])[] = [
  [/refreshtoken|refreshvalue/, 'REFRESH_TOKEN'],
  [/token/, 'TOKEN'],
  [/secret|password/, 'SECRET'],
  [/ticket/, 'TICKET'],
  [/auth.*code|authcode|^code$/, 'CODE'],
  [/aeskey|secretkey|adminkey/, 'KEY'],
]

// What looks like one of our tokens, tickets or codes, or like an AppSecret, wherever it stands.
const SHAPES =
  /[\w-]{64,}|(?<![\w-])[0-9a-fA-F]{32}(?![\w-])|\b(?:ticket@@@|preauthcode@@@|queryauthcode@@@|refreshtoken@@@)[\w-]*/g

/** What stands in the place of a value; `variable` as in TOKEN. */
export type Stand = (variable: string) => string

/** How people are shown that something was there. */
export const stars: Stand = () => '***'

/** The variable for the value of a key or parameter; undefined where it may be shown. */
export function variableFor(name: string): string | undefined {
  const plain = name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  return masked.find(([pattern]) => pattern.test(plain))?.[1]
}

// It is not for the caller to say how long the patterns take.
const LONGEST_NAME = 256

const byShape = (text: string, stand: Stand): string => text.replace(SHAPES, (found) => stand(variableOf(found)))

const variableOf = (text: string): string => (/^[0-9a-fA-F]{32}$/.test(text) ? 'SECRET' : 'TOKEN')

/** A path with its query, whose other parameters stay as they are written. */
export function maskedTarget(target: string, stand: Stand): string {
  const mark = target.indexOf('?')
  if (mark === -1) return byShape(target, stand)
  return `${byShape(target.slice(0, mark), stand)}?${maskedForm(target.slice(mark + 1), stand)}`
}

const maskedForm = (form: string, stand: Stand): string =>
  form
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=')
      const variable = at === -1 ? undefined : variableFor(decoded(pair.slice(0, at)))
      if (variable !== undefined && at < pair.length - 1) return `${pair.slice(0, at)}=${stand(variable)}`
      return byShape(decoded(pair), stand) === decoded(pair) ? pair : byShape(decoded(pair), stand)
    })
    .join('&')

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** A body or a reply: as it is written where it is JSON, and as far as can be told where it is not, or has lost its end. */
export function maskedText(text: string, stand: Stand): string {
  const written = text.replace(MEMBER, (whole, key: string, name: string, value: string) => {
    const variable = variableFor(name)
    if (variable === undefined || value === '""') return whole
    return `${key}"${stand(variable)}"`
  })
  const shown = byShape(written, stand)
  const value = parsed(text)
  if (value === undefined) return byShape(maskedLoosely(shown, stand), stand)
  // A key that is written with escapes, or a value that is no text: told in our own spelling.
  const expected = JSON.stringify(maskedValue(value, stand))
  return JSON.stringify(maskedValue(parsed(shown), stand)) === JSON.stringify(parsed(shown)) ? shown : expected
}

// A member of an object whose value is a text, complete or cut off, or a number. Behind a backslash none begins: a text
// full of such quotes would be read from each of them to its end.
const MEMBER = /(?<!\\)("((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|-?[\d.]+)/g

// What is no JSON: a form, or anything in which a name is followed by a value.
const maskedLoosely = (text: string, stand: Stand): string =>
  text.replace(/([\w-]+)(["'\s]*[:=>]+["'\s{[]*)([^\s"'&<>,;{}[\]]+)/g, (whole, name: string, between: string) => {
    const variable = variableFor(name)
    return variable === undefined ? whole : `${name}${between}${stand(variable)}`
  })

/** A value whose keys tell what must not be shown. */
export function maskedValue(value: unknown, stand: Stand): unknown {
  if (typeof value === 'string') return byShape(value, stand)
  if (Array.isArray(value)) return value.map((item) => maskedValue(item, stand))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const variable = variableFor(key)
      const isShown = variable === undefined || item === '' || item === null || typeof item === 'boolean'
      return [byShape(key, stand), isShown ? maskedValue(item, stand) : stand(variable)]
    }),
  )
}

// What is nested deeper than any request is not taken apart: that would take more of the stack than there is.
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeper(value, DEEPEST) ? undefined : value
  } catch {
    return undefined
  }
}

const DEEPEST = 100

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))
