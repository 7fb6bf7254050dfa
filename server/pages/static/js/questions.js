// Questions for the surgeon, ready to be sent as they stand.

import { copyButton } from "./copy.js";
import { h } from "./dom.js";
import { quoteButton } from "./findings.js";
import { questionText } from "./summary.js";

/**
 * @param {{text: string, indicators: number[], options: string[]}[]} questions
 * @param {import("./findings.js").Reading} reading
 */
export function questionBlock(questions, reading) {
  if (!questions.length) return null;
  const all = () => questions.map((one) => questionText(one, reading.concepts)).join("\n\n");
  return h("div", { class: "questions" },
    h("div", { class: "line" }, h("h4", null, questions.length > 1 ? "Questions for the surgeon" : "Question for the surgeon"),
      questions.length > 1 ? copyButton("Copy all", all) : null),
    questions.map((question) => h("div", { class: "question" },
      h("p", { class: "ask" }, question.text),
      h("ul", { class: "indicators" }, question.indicators
        .map((id) => reading.concepts.get(id))
        .filter((one) => one !== undefined)
        .map((one) => h("li", null, quoteButton(one, reading)))),
      question.options.length
        ? h("ul", { class: "options" }, question.options.map((option) => h("li", null, option)))
        : null,
      copyButton("Copy question", () => questionText(question, reading.concepts)))));
}
