/** One row of the error catalogue. */
export interface ErrorEntry {
  readonly errcode: number
  /** The text on the wire, without its tail; `{name}` is filled in when the error is thrown. */
  readonly errmsg: string
  /** What follows the text: the gateway adds a request id, the back end behind it a hint as well. */
  readonly tail: 'rid' | 'hint'
  readonly meaning: { readonly en: string; readonly zh: string }
  /** What the caller can do. */
  readonly advice: string
}
