// Building pages node by node: text is only ever text.
import { t } from "./browser.js";

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element. Attributes that are false, null or undefined are left out; functions become listeners.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter(isShown));
  return element;
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
const isShown = (child) => child !== null && child !== undefined && child !== false && child !== "";

/**
 * The element with that id, which the page has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/**
 * Replaces what an element holds; the focus stays on the control with the same `data-key`.
 * @param {Element} container
 * @param {...(Child | Child[])} children
 */
export function fill(container, ...children) {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && container.contains(focused) ? focused.dataset.key : undefined;
  container.replaceChildren(...children.flat().filter(isShown));
  if (key === undefined) return;
  const again = [...container.querySelectorAll("[data-key]")].find((one) => /** @type {HTMLElement} */ (one).dataset.key === key);
  if (again) /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
}

/** What was drawn last, by name. @type {Map<string, string>} */
const drawn = new Map();

/**
 * Whether a part has to be drawn anew; drawing it without need would take buttons away under a click.
 * @param {string} name
 * @param {...unknown} values all that the part shows
 */
export function isNew(name, ...values) {
  const now = JSON.stringify(values);
  if (drawn.get(name) === now) return false;
  drawn.set(name, now);
  return true;
}

/** Puts the user's language into every element that names a message. */
export function translate() {
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.t ?? "");
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    const label = t(/** @type {HTMLElement} */ (element).dataset.tLabel ?? "");
    element.setAttribute("aria-label", label);
    if (element instanceof HTMLButtonElement) element.title = label;
  }
}
