import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/**
 * What must outlive the process, in a file that only its owner can read: the ticket that was pushed last, and of each
 * merchant the refresh token, or null when it has cancelled. A platform of more than one process needs a database.
 */
export function openState(file) {
  let state = { ticket: null, merchants: {}, ...(existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))) }
  const save = (changes) => {
    state = { ...state, ...changes }
    writeFileSync(`${file}.new`, JSON.stringify(state, null, 2), { mode: 0o600 })
    renameSync(`${file}.new`, file) // whole or not at all
  }
  return {
    ticket: () => state.ticket,
    keepTicket: (ticket) => save({ ticket }),
    merchants: () => state.merchants,
    keepMerchant: (appid, refreshToken) => save({ merchants: { ...state.merchants, [appid]: refreshToken } }),
  }
}
