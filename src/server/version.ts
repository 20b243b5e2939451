/** The version of this package; a gate holds it to package.json. */
export const version = '0.1.0'
