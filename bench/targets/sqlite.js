// The same engine that Jadeite takes: node:sqlite where Node has it, else its backport.
const builtin = process.getBuiltinModule('node:sqlite')

export const { DatabaseSync } = builtin ?? (await import('@photostructure/sqlite'))
