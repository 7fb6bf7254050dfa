// The legend is the filter: each entry is a specimen of its mark and a switch.

import { h } from "./dom.js";
import { KINDS, STATUSES, kindOf } from "./kinds.js";

/** @typedef {import("./segments.js").Concept} Concept */

export class Legend {
  /**
   * @param {HTMLElement} root
   * @param {() => void} onChange
   */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    /** @type {Set<string>} */
    this.off = new Set();
  }

  /** @param {Concept} concept */
  shows(concept) {
    return !this.off.has(`k-${kindOf(concept.concept)}`) && !this.off.has(`s-${concept.status}`);
  }

  /** @param {Concept[]} concepts */
  render(concepts) {
    const kinds = count(concepts.map((concept) => kindOf(concept.concept)));
    const statuses = count(concepts.map((concept) => concept.status));
    const reset = h("button", { type: "button", class: "quiet reset", onclick: () => this.clear() }, "Show all");
    reset.hidden = this.off.size === 0;
    this.reset = reset;
    this.root.replaceChildren(
      this.#group("Kind", "k", KINDS.filter((kind) => kinds.has(kind.id)), kinds),
      this.#group("Status", "s", STATUSES.filter((status) => statuses.has(status.id)), statuses),
      reset,
    );
  }

  /**
   * @param {string} title
   * @param {"k" | "s"} prefix
   * @param {{id: string, label: string}[]} entries
   * @param {Map<string, number>} counts
   */
  #group(title, prefix, entries, counts) {
    const chips = entries.map((entry) => this.#chip(`${prefix}-${entry.id}`, entry.label, counts.get(entry.id) ?? 0));
    return h("div", { class: "legend-group", role: "group", "aria-label": `Show by ${title.toLowerCase()}` },
      h("span", { class: "legend-title" }, title), chips);
  }

  /**
   * @param {string} key
   * @param {string} label
   * @param {number} number
   */
  #chip(key, label, number) {
    const chip = h("button", { type: "button", class: "chip", "aria-pressed": String(!this.off.has(key)) },
      h("span", { class: `specimen ${key}` }, label), h("span", { class: "count" }, String(number)));
    chip.addEventListener("click", () => {
      if (!this.off.delete(key)) this.off.add(key);
      chip.setAttribute("aria-pressed", String(!this.off.has(key)));
      if (this.reset) this.reset.hidden = this.off.size === 0;
      this.onChange();
    });
    return chip;
  }

  /** Show everything again. */
  clear() {
    this.off.clear();
    for (const chip of this.root.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "true");
    if (this.reset) this.reset.hidden = true;
    this.onChange();
  }
}

/**
 * @param {string[]} names
 * @returns {Map<string, number>}
 */
function count(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
