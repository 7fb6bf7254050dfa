// Keys. Single letters work only away from fields and can be switched off in the help.

import { byId } from "./dom.js";

/**
 * @param {{annotate: () => void, step: (by: number) => void, nextEvidence: () => void, edit: () => void,
 *   help: () => void}} actions
 */
export function wireKeys(actions) {
  const single = /** @type {Record<string, () => void>} */ ({
    n: () => actions.step(1),
    j: () => actions.step(1),
    p: () => actions.step(-1),
    k: () => actions.step(-1),
    e: actions.nextEvidence,
    "?": actions.help,
  });
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return actions.annotate();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    if (event.key === "Escape" && !byId("paper").hidden) return actions.edit();
    if (!byId("single-keys").checked || !Object.hasOwn(single, event.key)) return;
    event.preventDefault();
    single[event.key]();
  });
}

/** @param {EventTarget | null} target */
function inField(target) {
  return target instanceof HTMLElement && Boolean(target.closest("input, textarea, select"));
}
