// Filters by kind, status and section: what they hide is neither listed, nor painted, nor stepped through.
import { ask } from "../shared/ask.js";
import { byId, fill, h } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { word } from "../shared/words.js";
import { showFault } from "./notices.js";
import { current, facet, shownConcepts, state } from "./state.js";

/** @typedef {"kind" | "status" | "section"} Filter */
/** @type {Filter[]} */
const FILTERS = ["kind", "status", "section"];

/** @type {() => void} */
let changed = () => {};

/** @param {() => void} listener */
export function onFilter(listener) {
  changed = listener;
}

/** @type {(filter: Filter, value: string) => number} */
function rank(filter, value) {
  const { kinds } = globalThis.Osteotome;
  if (filter === "kind") return kinds.rankOf(value);
  return filter === "status" ? kinds.STATUSES.indexOf(/** @type {OsteotomeStatus} */ (value)) : 0;
}

/** @type {(filter: Filter) => [string, number][]} */
function values(filter) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const concept of current()?.annotation.concepts ?? []) {
    const value = facet(concept, filter);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => rank(filter, a) - rank(filter, b));
}

/** @type {(filter: Filter, value: string) => void} */
function toggle(filter, value) {
  const hidden = state.hidden[filter];
  if (!hidden.delete(value)) hidden.add(value);
  renderFilters();
  changed();
  apply();
}

/** Tells the page what to show. */
export function apply() {
  if (state.pasted || state.tabId === null || !state.report) return;
  const all = FILTERS.every((filter) => state.hidden[filter].size === 0);
  const ids = all ? null : shownConcepts().map(({ id }) => id);
  ask("show", { tabId: state.tabId, ids }).catch(showFault);
}

/** @type {(filter: Filter, value: string, count: number) => HTMLElement} */
function chip(filter, value, count) {
  const mark = filter === "kind" ? `mark k-${value}` : filter === "status" ? `mark s-${value}` : "";
  return h(
    "button",
    {
      type: "button",
      class: "chip",
      "data-key": `${filter}-${value}`,
      "aria-pressed": String(!state.hidden[filter].has(value)),
      onclick: () => toggle(filter, value),
    },
    h("span", { class: mark }, word(filter, value)),
    h("span", { class: "count" }, String(count)),
  );
}

export function renderFilters() {
  const box = byId("filters");
  const hidden = FILTERS.some((filter) => state.hidden[filter].size > 0);
  fill(
    box,
    h("summary", { "data-key": "filters" }, hidden ? t("filtersOn") : t("filters")),
    FILTERS.map((filter) =>
      h("fieldset", {}, h("legend", {}, t(`filter_${filter}`)), values(filter).map(([value, count]) => chip(filter, value, count))),
    ),
  );
}
