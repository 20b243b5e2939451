/** Something the user can mend: its message says what is wrong and what to do. The process ends with 2. */
export class UserError extends Error {
  override readonly name = 'UserError'
}
