// One match as a button: the quote in its kind's hue and its status's line, what it is, and the cue.
import { h } from "../shared/dom.js";
import { cuesOf, factsOf, titleOf, word } from "../shared/words.js";
import { t } from "../shared/browser.js";
import { flash, go } from "./go.js";
import { current } from "./state.js";

/**
 * @param {OsteotomeConcept} concept
 * @param {string} where the list it stands in, part of its key
 * @param {"full" | "brief" | "quote"} [much] brief leaves out what the decision says already, quote all but the words
 */
export function matchButton(concept, where, much = "full") {
  const gone = whyGone(concept.id);
  const { kinds } = globalThis.Osteotome;
  const facts = much === "full" ? factsOf(concept) : [word("section", concept.section)];
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
    much !== "quote" && h("span", { class: "facts" }, [titleOf(concept), ...facts].join(" · ")),
    much !== "quote" && cuesOf(concept).map((cue) => h("span", { class: "cue" }, cue)),
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

/** Longer lists of proof show this many, and the rest when asked. */
const FIRST = 3;

/**
 * A list of matches by id; ids that the answer does not hold are left out.
 * @param {number[]} ids
 * @param {string} where
 * @param {"brief" | "quote"} [much]
 */
export function matchList(ids, where, much = "brief") {
  const concepts = current()?.annotation.concepts ?? [];
  const found = ids.flatMap((id) => concepts.filter((concept) => concept.id === id));
  const items = found.map((concept) => h("li", {}, matchButton(concept, where, much)));
  if (much === "quote") return h("ul", { class: "proof quotes" }, items);
  const rest = items.length > FIRST + 1 ? items.splice(FIRST) : [];
  const list = h("ul", { class: "proof" }, items);
  if (!rest.length) return list;
  const more = h("summary", { "data-key": `${where}-more` }, t("moreMatches", rest.length));
  return h("div", {}, list, h("details", { class: "more" }, more, h("ul", { class: "proof" }, rest)));
}
