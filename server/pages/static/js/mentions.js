// Every match as a list: the rendering that needs no eye for colour, and no mouse.

import { h } from "./dom.js";
import { meta, quoteButton } from "./findings.js";

/** @typedef {import("./segments.js").Concept} Concept */

const FIRST = 200;

/**
 * @param {HTMLElement} root
 * @param {Concept[]} concepts those that the filters show
 * @param {import("./findings.js").Reading} reading
 * @param {number} lost matches whose words could not be found at their place
 */
export function renderMentions(root, concepts, reading, lost) {
  const shown = concepts.slice(0, FIRST);
  const list = h("ol", { class: "mentions" }, shown.map((concept) => row(concept, reading)));
  const rest = concepts.length - shown.length;
  const more = h("button", { type: "button", class: "quiet", hidden: rest <= 0 }, `Show ${rest} more`);
  more.addEventListener("click", () => {
    list.append(...concepts.slice(FIRST).map((concept) => row(concept, reading)));
    more.remove();
  });
  root.replaceChildren(
    h("h3", null, "Matches ", h("span", { class: "count" }, String(concepts.length))),
    lost ? h("p", { class: "muted" }, `${lost} could not be placed in the text and are not marked.`) : "",
    concepts.length ? list : h("p", { class: "muted" }, "None to show."),
    more,
  );
}

/**
 * @param {Concept} concept
 * @param {import("./findings.js").Reading} reading
 */
function row(concept, reading) {
  const button = quoteButton(concept, reading);
  button.title = `${meta(concept)} · rule ${concept.rule}`;
  return h("li", null, button);
}
