import { decoded } from './piece.ts'

/** Tags as a cell holds them: `广东|#134`. A bare backslash says that there are none. Throws Refused. */
export function readTags(cell: string): (string | number)[] {
  if (cell === NONE) return []
  const text = decoded(cell)
  return (text.includes('\\') ? elements(text) : text.split('|')).map((element) =>
    ID.test(element) ? Number(element.slice(1)) : element.replace(/\\([\s\S]|$)/g, '$1'),
  )
}

/** The cell for tags; what would be read as something else is escaped. */
export const writeTags = (tags: readonly (string | number)[]): string =>
  tags.map((tag) => (typeof tag === 'number' ? `#${tag}` : tag.replace(/[|\\]|^#/g, '\\$&'))).join('|')

const NONE = '\\'

// So many digits are a whole number that is kept exactly.
const ID = /^#\d{1,15}$/

// Cut at each bar that no backslash takes away.
const elements = (text: string): string[] => {
  const found = ['']
  for (const [part] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (part === '|') found.push('')
    else found[found.length - 1] += part
  }
  return found
}
