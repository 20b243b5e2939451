import type { Reply } from '../respond.ts'
import { html, type Markup } from './html.ts'
import { LANG_TAGS, LANG_VALUES, type Language } from './language.ts'
import { style, styleHash } from './style.ts'
import { texts } from './texts.ts'

/** Who looks at the page: in which language, and what stands behind the question mark. */
export interface Visit {
  readonly language: Language
  readonly query: URLSearchParams
}

/** What stands in the frame that all pages have. */
export interface Page {
  readonly status: number
  readonly title: string
  readonly content: Markup
  /** Beside those of every page: name and value in turn. */
  readonly headers?: readonly string[]
}

// No form-action: it would forbid the redirect that follows the form. Not no-referrer: with it browsers send Origin: null.
const HEADERS = [
  ['Content-Type', 'text/html; charset=utf-8'],
  ['Content-Security-Policy', `default-src 'none'; style-src '${styleHash}'; frame-ancestors 'none'; base-uri 'none'`],
  ['X-Frame-Options', 'DENY'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
].flat()

/** A whole page. It stands by itself: no script, and nothing that would have to be fetched. */
export const pageReply = (visit: Visit, { status, title, content, headers = [] }: Page): Reply => ({
  status,
  headers: [...HEADERS, 'Content-Language', LANG_TAGS[visit.language], ...headers],
  body: `<!doctype html>\n${frame(visit, title, content).markup}`,
})

function frame({ language, query }: Visit, title: string, content: Markup): Markup {
  const { notice, otherLanguage } = texts[language]
  const other = language === 'en' ? 'zh' : 'en'
  return html`<html lang="${LANG_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Jadeite</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<p>${notice}</p>
<a href="?${inLanguage(query, other)}" lang="${LANG_TAGS[other]}" hreflang="${LANG_TAGS[other]}">${otherLanguage}</a>
</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
}

function inLanguage(query: URLSearchParams, language: Language): string {
  const other = new URLSearchParams(query)
  other.set('lang', LANG_VALUES[language])
  return other.toString()
}
