// One match as a button: the quote in its kind's hue and its status's line, what it is, and the cue.
import { h } from "../shared/dom.js";
import { cuesOf, factsOf, titleOf } from "../shared/words.js";
import { t } from "../shared/browser.js";
import { flash, go } from "./go.js";
import { current } from "./state.js";

/**
 * @param {OsteotomeConcept} concept
 * @param {string} where the list it stands in, part of its key
 */
export function matchButton(concept, where) {
  const gone = whyGone(concept.id);
  const { kinds } = globalThis.Osteotome;
  const quote = `mark k-${kinds.kindOf(concept.concept)} s-${concept.status}`;
  return h(
    "button",
    {
      type: "button",
      class: gone ? "match gone" : "match",
      "data-key": `${where}-${concept.id}`,
      "data-id": concept.id,
      "aria-current": current()?.active === concept.id ? "true" : false,
      onclick: () => go(concept.id),
      onpointerenter: () => flash(concept.id),
      onpointerleave: () => flash(null),
      onfocus: () => flash(concept.id),
      onblur: () => flash(null),
    },
    h("span", { class: "quote" }, h("span", { class: quote }, concept.text)),
    h("span", { class: "facts" }, [titleOf(concept), ...factsOf(concept)].join(" · ")),
    cuesOf(concept).map((cue) => h("span", { class: "cue" }, cue)),
    gone && h("span", { class: "gone-why" }, gone),
  );
}

/**
 * Why a match cannot be jumped to; null if it can.
 * @param {number} id
 */
function whyGone(id) {
  const report = current();
  if (report?.lost.includes(id)) return t("goneChanged");
  if (report?.unplaced.includes(id)) return t("goneUnplaced");
  return null;
}

/**
 * A list of matches by id; ids that the answer does not hold are left out.
 * @param {number[]} ids
 * @param {string} where
 */
export function matchList(ids, where) {
  const concepts = current()?.annotation.concepts ?? [];
  const found = ids.flatMap((id) => concepts.filter((concept) => concept.id === id));
  return h("ul", { class: "proof" }, found.map((concept) => h("li", {}, matchButton(concept, where))));
}
