// The strip under the note: where we are among the matches, and what the present one is.

import { h } from "./dom.js";
import { kindOf, words } from "./kinds.js";

/** @typedef {import("./segments.js").Concept} Concept */

const HINT = "Press e for the proof of the answer, n for the next match, p for the one before.";
const NOTHING = "No word of this note names a bone cut, or the filters hide it.";

/**
 * @param {HTMLElement} root
 * @param {{concept: Concept | undefined, index: number, total: number, step: (by: number) => void,
 *   onCue: (id: number) => void}} view
 */
export function renderInspector(root, view) {
  const { concept, index, total, step, onCue } = view;
  const place = total ? (concept ? `${index + 1} of ${total}` : `${total} matches`) : "No match";
  root.replaceChildren(
    h("div", { class: "stepper" },
      stepButton("previous", "‹", !total, () => step(-1)),
      h("span", { class: "place" }, place),
      stepButton("next", "›", !total, () => step(1))),
    concept ? describe(concept, onCue) : h("p", { class: "muted" }, total ? HINT : NOTHING),
  );
}

/**
 * @param {"previous" | "next"} id
 * @param {string} sign
 * @param {boolean} disabled
 * @param {() => void} onclick
 */
function stepButton(id, sign, disabled, onclick) {
  const label = id === "next" ? "Next match" : "Previous match";
  return h("button", { type: "button", id, "aria-label": label, disabled, onclick }, sign);
}

/**
 * @param {Concept} concept
 * @param {(id: number) => void} onCue
 */
function describe(concept, onCue) {
  const facts = [concept.side, concept.level].filter((fact) => fact !== "unspecified" && fact !== "none");
  return h("div", { class: "about" },
    h("p", { class: "about-main" },
      h("strong", { class: `specimen k-${kindOf(concept.concept)} s-${concept.status}` }, words(concept.concept)),
      ` ${concept.status}`,
      facts.length ? h("span", { class: "muted" }, ` · ${facts.map(words).join(" · ")}`) : null),
    h("p", { class: "about-why" },
      concept.cues.map((cue) => h("button", { type: "button", class: "cue", onclick: () => onCue(concept.id) },
        `“${shorten(cue.text, 40)}” → ${words(cue.means)}`)),
      h("span", { class: "muted" }, `in ${words(concept.section)}, rule `, h("code", null, concept.rule))));
}

/**
 * @param {string} text
 * @param {number} limit
 */
export function shorten(text, limit) {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= limit ? flat : `${flat.slice(0, limit - 1).trimEnd()}…`;
}
