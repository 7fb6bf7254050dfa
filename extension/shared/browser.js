// The one way to the browser's extension API; Firefox calls it `browser`.
/** @type {typeof chrome} */
export const api = globalThis.browser ?? globalThis.chrome;

/**
 * The message of that name in the user's language; the name itself if there is none.
 * @param {string} name
 * @param {...(string | number)} values for $1, $2...
 */
export function t(name, ...values) {
  return api.i18n.getMessage(name, values.map(String)) || name;
}
