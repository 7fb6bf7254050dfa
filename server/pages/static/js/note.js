// The marked note: runs of text as <mark> elements, section names in the margin.

import { h } from "./dom.js";
import { kindOf, rankOf, words } from "./kinds.js";
import { runs } from "./segments.js";

/** @typedef {import("./segments.js").Concept} Concept */

export class MarkedNote {
  /**
   * @param {HTMLElement} paper
   * @param {(id: number) => void} onPick called with the concept that was clicked
   */
  constructor(paper, onPick) {
    this.paper = paper;
    /** @type {Map<number, HTMLElement[]>} */
    this.marks = new Map();
    /** @type {Map<number, HTMLElement[]>} */
    this.cues = new Map();
    paper.addEventListener("click", (event) => {
      const mark = /** @type {Element} */ (event.target).closest("mark");
      if (mark instanceof HTMLElement && mark.dataset.top) onPick(Number(mark.dataset.top));
    });
  }

  /**
   * @param {string} text
   * @param {Concept[]} concepts those to show; all placed
   * @param {{episodes: any[], sections: any[]}} outline
   */
  render(text, concepts, outline) {
    this.marks.clear();
    this.cues.clear();
    const labels = marginLabels(text, outline);
    const body = h("div", { class: "paper-text" });
    for (const run of runs(text, concepts, outline.episodes, [...labels.keys()])) {
      const label = labels.get(run.start);
      if (label) body.append(h("span", { class: "margin", "data-label": label, "aria-hidden": "true" }));
      body.append(this.#piece(text.slice(run.start, run.end), run));
    }
    this.paper.replaceChildren(body);
  }

  /**
   * @param {string} words_
   * @param {import("./segments.js").Run} run
   * @returns {Node}
   */
  #piece(words_, run) {
    const quiet = run.episode === "today" ? "" : " elsewhere";
    if (!run.concepts.length && !run.cueOf.length && !quiet) return document.createTextNode(words_);
    const top = topOf(run.concepts);
    const piece = top
      ? h("mark", { class: `k-${kindOf(top.concept)} s-${top.status}${quiet}`, "data-top": top.id }, words_)
      : h("span", { class: quiet.trim() || "plain" }, words_);
    const part = quiet ? `in a part that is not today's report (${words(run.episode)})` : "";
    piece.title = [top ? `${words(top.concept)}, ${top.status}` : "", part].filter(Boolean).join(", ");
    for (const concept of run.concepts) append(this.marks, concept.id, piece);
    for (const id of run.cueOf) append(this.cues, id, piece);
    return piece;
  }

  /**
   * Show one concept above the rest, scroll to it and flash it.
   * @param {number} id
   * @param {boolean} scroll
   */
  activate(id, scroll = true) {
    for (const old of this.paper.querySelectorAll(".active, .cue-on")) old.classList.remove("active", "cue-on", "flash");
    const pieces = this.marks.get(id) ?? [];
    for (const cue of this.cues.get(id) ?? []) cue.classList.add("cue-on");
    for (const piece of pieces) {
      piece.classList.add("active");
      void piece.offsetWidth; // restarts the animation when the same match is asked for again
      piece.classList.add("flash");
    }
    if (scroll) reveal(pieces[0]);
    return pieces.length > 0;
  }

  /**
   * Scroll to the cue that changed a concept.
   * @param {number} id
   */
  revealCue(id) {
    const pieces = this.cues.get(id) ?? [];
    for (const piece of pieces) {
      piece.classList.remove("flash");
      void piece.offsetWidth;
      piece.classList.add("flash");
    }
    reveal(pieces[0]);
  }
}

/** @param {HTMLElement | undefined} element */
function reveal(element) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element?.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
}

/**
 * Acts stand above details, short above long.
 * @param {Concept[]} concepts
 * @returns {Concept | undefined}
 */
function topOf(concepts) {
  return [...concepts].sort(
    (a, b) => rankOf(kindOf(a.concept)) - rankOf(kindOf(b.concept)) || a.end - a.start - (b.end - b.start),
  )[0];
}

/**
 * @param {Map<number, HTMLElement[]>} map
 * @param {number} id
 * @param {HTMLElement} element
 */
function append(map, id, element) {
  const list = map.get(id);
  if (list) list.push(element);
  else map.set(id, [element]);
}

/**
 * What to write in the margin: the section or episode that begins a line.
 * @param {string} text
 * @param {{episodes: any[], sections: any[]}} outline
 * @returns {Map<number, string>}
 */
function marginLabels(text, outline) {
  /** @type {Map<number, string>} */
  const labels = new Map();
  /** @type {Set<number>} */
  const lines = new Set();
  const starts = [
    ...outline.episodes.filter((one) => one.kind !== "today").map((one) => ({ at: one.start, name: one.kind })),
    ...outline.sections.map((one) => ({ at: one.start, name: one.category })),
  ];
  let last = "";
  for (const { at, name } of starts.toSorted((a, b) => a.at - b.at)) {
    let from = at;
    while (from < text.length && /\s/.test(text[from])) from += 1; // a section may begin with the blank line before it
    const line = text.lastIndexOf("\n", from - 1) + 1;
    if (lines.has(line) || text.slice(line, from).trim()) continue;
    lines.add(line);
    if (name !== last) labels.set(from, words(name));
    last = name;
  }
  return labels;
}
