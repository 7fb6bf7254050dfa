// The right-hand pane: decisions, what was ruled out, and every match as a list.

import { feedbackBar } from "./feedback.js";
import { h } from "./dom.js";
import { kindOf, words } from "./kinds.js";
import { questionBlock } from "./questions.js";
import { outermost } from "./segments.js";
import { shorten } from "./inspector.js";

/**
 * @typedef {import("./segments.js").Concept} Concept
 * @typedef {{text: string, annotation: any, concepts: Map<number, Concept>, titles: Map<string, string>,
 *   pick: (id: number) => void}} Reading
 */

const BADGES = /** @type {Record<string, string>} */ ({ suggest: "Supported", review: "Ask first", no: "Not supported" });
const MAIN = "27165";
/** So many quotes of one kind are shown at first. */
const QUOTES = 10;

/**
 * @param {HTMLElement} root
 * @param {Reading} reading
 */
export function renderFindings(root, reading) {
  const { ruled_out: ruledOut } = reading.annotation;
  const suggestions = reading.annotation.suggestions.toSorted(mainFirst);
  const main = ruledOut.find((/** @type {any} */ one) => one.code === MAIN);
  const others = ruledOut.filter((/** @type {any} */ one) => one !== main);
  /** @type {Map<string, string>} */
  const asked = new Map();
  root.replaceChildren(
    ...suggestions.map((/** @type {any} */ one) => suggestionCard(one, reading, asked)),
    ...(main ? [ruledOutCard(main, reading)] : []),
    others.length ? h("section", { class: "block" }, h("h3", null, "Ruled out"),
      h("ul", { class: "ruled" }, others.map((/** @type {any} */ one) => ruledOutRow(one, reading)))) : "",
    provenance(reading.annotation),
  );
  root.scrollTop = 0;
}

/**
 * @param {any} a
 * @param {any} b
 */
function mainFirst(a, b) {
  return Number(b.code === MAIN) - Number(a.code === MAIN);
}

/**
 * @param {any} suggestion
 * @param {Reading} reading
 * @param {Map<string, string>} asked questions shown so far, and with which code
 */
function suggestionCard(suggestion, reading, asked) {
  const facts = [suggestion.side, suggestion.level].filter((fact) => !["unspecified", "none"].includes(fact));
  return h("section", { class: `card ${suggestion.decision}`, "aria-label": `Code ${suggestion.code}` },
    cardHead(suggestion.code, suggestion.decision, reading),
    h("p", { class: "facts" },
      facts.map((fact) => h("span", { class: "fact" }, words(fact))),
      suggestion.modifiers.map((/** @type {string} */ one) => h("span", { class: "fact modifier" }, `Modifier ${one}`))),
    h("p", { class: "reason" }, suggestion.reason),
    quotes("Because of", suggestion.evidence, reading),
    quotes("Against it", suggestion.against, reading),
    questionBlock(suggestion, reading, asked),
    advice(suggestion.advice ?? []),
    feedbackBar(suggestion.code, suggestion.decision, suggestion, reading));
}

/**
 * @param {any} entry
 * @param {Reading} reading
 */
function ruledOutCard(entry, reading) {
  return h("section", { class: "card no", "aria-label": `Code ${entry.code}` },
    cardHead(entry.code, "no", reading),
    h("p", { class: "reason" }, entry.reason),
    quotes("Because of", entry.evidence, reading),
    feedbackBar(entry.code, "no", null, reading));
}

/**
 * @param {string} code
 * @param {string} decision
 * @param {Reading} reading
 */
function cardHead(code, decision, reading) {
  return h("header", { class: "card-head" },
    h("h3", null, h("span", { class: "code" }, code), h("span", { class: `badge ${decision}` }, BADGES[decision])),
    h("p", { class: "card-title" }, reading.titles.get(code) ?? ""));
}

/**
 * @param {any} entry
 * @param {Reading} reading
 */
function ruledOutRow(entry, reading) {
  return h("li", null,
    h("p", null, h("span", { class: "code" }, entry.code), h("span", { class: "muted" }, reading.titles.get(entry.code) ?? "")),
    h("p", { class: "reason" }, entry.reason),
    quotes("", entry.evidence, reading));
}

/**
 * @param {string} title
 * @param {number[]} ids
 * @param {Reading} reading
 */
function quotes(title, ids, reading) {
  const found = outermost(ids.map((id) => reading.concepts.get(id)).filter((one) => one !== undefined));
  if (!found.length) return null;
  const rows = (/** @type {Concept[]} */ some) => some.map((concept) => h("li", null, quoteButton(concept, reading)));
  const list = h("ul", null, rows(found.slice(0, QUOTES)));
  const rest = found.slice(QUOTES);
  const more = h("button", { type: "button", class: "quiet", hidden: !rest.length }, `Show ${rest.length} more`);
  more.addEventListener("click", () => {
    list.append(...rows(rest));
    more.remove();
  });
  return h("div", { class: "quotes" }, title ? h("h4", null, title) : null, list, more);
}

/**
 * A quote that takes the reader to its words.
 * @param {Concept} concept
 * @param {Reading} reading
 */
export function quoteButton(concept, reading) {
  const button = h("button", { type: "button", class: "quote", onclick: () => reading.pick(concept.id) },
    h("span", { class: `specimen k-${kindOf(concept.concept)} s-${concept.status}` }, shorten(concept.text, 140)),
    h("span", { class: "meta" }, meta(concept)));
  button.dataset.concept = String(concept.id);
  return button;
}

/** @param {Concept} concept */
export function meta(concept) {
  const cue = concept.cues[0] ? `, cue “${shorten(concept.cues[0].text, 30)}”` : "";
  return `${words(concept.concept)}, ${concept.status} · ${words(concept.section)}${cue}`;
}

/** @param {{text: string, source: string}[]} items */
function advice(items) {
  if (!items.length) return null;
  return h("div", { class: "advice" }, h("h4", null, "Do not add"),
    h("ul", null, items.map((item) => h("li", null, item.text, " ", h("span", { class: "muted" }, item.source)))));
}

/** @param {any} annotation */
function provenance(annotation) {
  const { engine, document } = annotation;
  return h("footer", { class: "provenance" },
    h("span", null, `Document: ${words(document.kind)}`),
    h("span", null, `Engine ${engine.version}`),
    h("span", null, "Knowledge ", h("code", null, engine.knowledge.slice(0, 12))));
}
