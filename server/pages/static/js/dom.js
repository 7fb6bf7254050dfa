// Building elements without HTML strings: whatever a note says becomes a text node.

/**
 * @typedef {string | Node | null | undefined | false} Child
 */

/**
 * Make an element. Properties starting with "on" are listeners; booleans set or omit attributes.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child || child === "") element.append(/** @type {string | Node} */ (child));
  }
  return element;
}

/**
 * The element with this id; a missing one is a fault of the page, so it throws.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/**
 * Tell screen readers something that the eye sees already.
 * @param {string} message
 */
export function announce(message) {
  byId("announce").textContent = message;
}
