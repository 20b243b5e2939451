/** The languages of the page. */
export type Language = 'en' | 'zh'

/** What `<html lang>` and `hreflang` call them. */
export const LANG_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' }

/** What the query's `lang` calls them. */
export const LANG_VALUES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh_CN' }

/** The language that `lang` names (`zh_CN` or `en`); else the one that the browser would rather have; else English. */
export const languageOf = (lang: string | null, acceptLanguage = ''): Language =>
  known(lang ?? '') ?? preferred(acceptLanguage).map(known).find(Boolean) ?? 'en'

const known = (tag: string): Language | undefined =>
  (['en', 'zh'] as const).find((language) => new RegExp(`^${language}(?![a-z])`, 'i').test(tag))

const preferred = (acceptLanguage: string): string[] =>
  acceptLanguage
    .split(',')
    .map((entry) => ({ tag: entry.trim(), weight: Number(/;\s*q=([\d.]+)/.exec(entry)?.[1] ?? 1) }))
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
