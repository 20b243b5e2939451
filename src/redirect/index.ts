/**
 * Entry point jadeite/redirect, a preload for Node programs whose HTTP client ignores proxies: connections to the
 * platform's hosts end in Jadeite, wherever in the program they are made. `jadeite exec` puts it into NODE_OPTIONS with
 * the variables that it reads (see settings.ts); without them it does nothing, and says nothing. It runs in whatever Node
 * the program brings, from 14 on: what is imported here, and the syntax that it is built to, must be as old.
 */
// biome-ignore lint/style/useNodejsImportProtocol: the first releases of Node 14 know no node:
import { Socket } from 'net'
import { redirect } from './redirect.ts'
import { readSettings } from './settings.ts'

const DONE = Symbol.for('jadeite.redirect')

const settings = readSettings(process.env)
if (settings && !(DONE in Socket.prototype)) {
  Object.defineProperty(Socket.prototype, DONE, { value: true })
  redirect(Socket.prototype, settings)
}
