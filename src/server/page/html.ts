/** Markup that is safe to send: made by `html` alone. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: texts are escaped, markup stands as it is, and undefined is nothing. */
export type Part = string | number | undefined | Markup | readonly Markup[]

/** A template in which everything that is put in is escaped, for text and for attributes in quotation marks. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.map((text, index) => text + written(parts[index])).join(''),
})

function written(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '')
