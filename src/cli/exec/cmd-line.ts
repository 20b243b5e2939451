/**
 * Words as one line for cmd.exe, through which npm and npx, scripts there, have to be run. Written by its rules, and not
 * tried: a word with %NAME% in it is taken for a variable even in quotes.
 */
export const cmdLine = (words: readonly string[]): string => words.map(cmdWord).join(' ')

// A program reads \" as a quote; a backslash counts as one only in front of a quote.
const cmdWord = (word: string): string =>
  /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
