// Questions for the surgeon, ready to be sent as they stand.

import { copyButton } from "./copy.js";
import { h } from "./dom.js";
import { quoteButton } from "./findings.js";
import { outermost } from "./segments.js";
import { questionText } from "./summary.js";

/**
 * @typedef {{text: string, indicators: number[], options: string[]}} Question
 */

/**
 * The questions of one suggestion; one that stands with another code already is only pointed to.
 * @param {{code: string, questions: Question[]}} suggestion
 * @param {import("./findings.js").Reading} reading
 * @param {Map<string, string>} asked
 */
export function questionBlock(suggestion, reading, asked) {
  const fresh = suggestion.questions.filter((one) => !asked.has(one.text));
  const elsewhere = new Set(suggestion.questions.map((one) => asked.get(one.text)).filter((code) => code !== undefined));
  for (const one of fresh) asked.set(one.text, suggestion.code);
  return h("div", { class: "questions", hidden: !suggestion.questions.length },
    fresh.length ? heading(fresh, reading) : null,
    fresh.map((question) => box(question, reading)),
    [...elsewhere].map((code) => h("p", { class: "muted" }, `The question under ${code} settles this code too.`)));
}

/**
 * @param {Question[]} questions
 * @param {import("./findings.js").Reading} reading
 */
function heading(questions, reading) {
  const several = questions.length > 1;
  const all = () => questions.map((one) => questionText(one, reading.concepts)).join("\n\n");
  return h("div", { class: "line" },
    h("h4", null, several ? "Questions for the surgeon" : "Question for the surgeon"),
    several ? copyButton("Copy all", all) : null);
}

/**
 * @param {Question} question
 * @param {import("./findings.js").Reading} reading
 */
function box(question, reading) {
  const quoted = outermost(question.indicators.map((id) => reading.concepts.get(id)).filter((one) => one !== undefined));
  return h("div", { class: "question" },
    h("p", { class: "ask" }, question.text),
    h("ul", { class: "indicators" }, quoted.map((one) => h("li", null, quoteButton(one, reading)))),
    h("ul", { class: "options", hidden: !question.options.length }, question.options.map((one) => h("li", null, one))),
    copyButton("Copy question", () => questionText(question, reading.concepts)));
}
