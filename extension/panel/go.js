// Going to a match: in the page, or in the panel's own copy of the text.
import { ask } from "../shared/ask.js";
import { showFault } from "./notices.js";
import { focusInNote } from "./note.js";
import { current, shownConcepts, state } from "./state.js";

/**
 * Marks the active match in every list.
 * @param {boolean} [scroll] bring its row into view
 */
export function showActive(scroll = false) {
  const active = current()?.active ?? null;
  for (const button of document.querySelectorAll(".match")) {
    const mine = Number(/** @type {HTMLElement} */ (button).dataset.id) === active;
    if (mine) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const row = document.querySelector("#match-list [aria-current]");
  if (row && scroll) row.scrollIntoView({ block: "nearest" });
  showPlace();
}

/** "3 of 12" beside the arrows. */
export function showPlace() {
  const ids = shownConcepts().map(({ id }) => id);
  const at = ids.indexOf(current()?.active ?? -1);
  const place = document.getElementById("place");
  if (place) place.textContent = at < 0 ? String(ids.length) : `${at + 1} / ${ids.length}`;
}

/**
 * @param {number} id
 * @param {boolean} [scroll] bring its row into view, where it was not the row that was clicked
 */
export async function go(id, scroll = false) {
  const report = current();
  if (!report) return;
  report.active = id;
  showActive(scroll);
  focusInNote(id);
  if (state.pasted || state.tabId === null) return;
  await ask("go", { tabId: state.tabId, id }).catch(showFault);
}

/** @param {number} by 1 or -1 */
export async function step(by) {
  const report = current();
  const gone = new Set([...(report?.lost ?? []), ...(report?.unplaced ?? [])]);
  const ids = shownConcepts().map(({ id }) => id).filter((id) => !gone.has(id));
  if (!report || !ids.length) return;
  const at = report.active === null ? -1 : ids.indexOf(report.active);
  const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
  await go(ids[next], true);
}

/** @param {number | null} id */
export function flash(id) {
  if (state.pasted || state.tabId === null || !state.report) return;
  // A flash that does not come is no loss; the tab may just have gone.
  ask("flash", { tabId: state.tabId, id }).catch(() => undefined);
}
