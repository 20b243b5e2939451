import { ControlError } from '../contract/index.ts'
import { AuthorityError, DatabaseError } from '../server/index.ts'

/** Something the user can mend: its message says what is wrong and what to do. The process ends with 2. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** Whether an error's message is all that the user need be told. */
export const isTold = (error: unknown): error is UserError | DatabaseError | AuthorityError =>
  [UserError, DatabaseError, AuthorityError].some((kind) => error instanceof kind)

/** What to tell of a store in which something could not be done. The disk is to blame only where it was named. */
export function storeFailure(store: string, error: Error): Error {
  if (isTold(error)) return error
  if (error instanceof ControlError) return new UserError(`${error.message}: ${error.hint}.`)
  const problem = `${store} cannot be written (${error.message})`
  return new UserError(isOfDisk(error) ? `${problem}: see that its disk is sound and has room.` : `${problem}.`)
}

const SQLITE_IOERR = 10
const SQLITE_FULL = 13

// An errcode of SQLite says more in its higher bits.
function isOfDisk({
  message,
  code,
  errcode = 0,
}: Error & { readonly code?: string; readonly errcode?: number }): boolean {
  return (
    [SQLITE_IOERR, SQLITE_FULL].includes(errcode & 0xff) ||
    ['ENOSPC', 'EIO'].includes(code ?? '') ||
    message.includes('database or disk is full')
  )
}
