// The decision first: code, answer, reason, then what proves it, what speaks against it, and what to ask the surgeon.
import { byId, fill, h } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { word } from "../shared/words.js";
import { copy } from "./copy.js";
import { judge } from "./judge.js";
import { matchList } from "./match.js";
import { conceptById, current } from "./state.js";

const MAIN_CODE = "27165";

/** @param {OsteotomeSuggestion} suggestion */
function tags({ side, level, modifiers }) {
  const words = [
    ...(side === "unspecified" ? [] : [word("side", side)]),
    ...(level === "unspecified" || level === "none" ? [] : [word("level", level)]),
    ...modifiers.map((modifier) => `-${modifier}`),
  ];
  return words.map((name) => h("span", { class: "tag" }, name));
}

/** @param {OsteotomeQuestion} question */
function asText(question) {
  const quotes = question.indicators.map((id) => conceptById(id)?.text).filter(Boolean);
  return [question.text, ...quotes.map((quote) => `“${quote}”`), ...question.options.map((option) => `[ ] ${option}`)].join("\n");
}

/**
 * @param {OsteotomeQuestion} question
 * @param {string} key
 */
function questionCard(question, key) {
  return h(
    "div",
    { class: "question" },
    h("p", {}, question.text),
    question.indicators.length > 0 && matchList(question.indicators, key, "quote"),
    h("ul", {}, question.options.map((option) => h("li", {}, option))),
    h("button", { type: "button", "data-key": `${key}-copy`, onclick: () => copy(asText(question)) }, t("copyQuestion")),
  );
}

/**
 * @param {string} title
 * @param {number[]} ids
 * @param {string} key
 */
const listed = (title, ids, key) => (ids.length ? [h("h3", {}, title), matchList(ids, key)] : []);

/** @param {OsteotomeSuggestion} suggestion */
function answerCard(suggestion) {
  const key = `${suggestion.code}-${suggestion.side}`;
  return h(
    "article",
    { class: "answer", "aria-label": `${suggestion.code} ${t(`decision_${suggestion.decision}`)}` },
    h(
      "div",
      { class: "head" },
      h("span", { class: "code" }, suggestion.code),
      h("span", { class: `verdict ${suggestion.decision}` }, t(`decision_${suggestion.decision}`)),
      ...tags(suggestion),
    ),
    h("p", { class: "reason" }, suggestion.reason),
    listed(t("proof"), suggestion.evidence, `proof-${key}`),
    listed(t("against"), suggestion.against, `against-${key}`),
    suggestion.questions.length > 0 && h("h3", {}, t("questions")),
    suggestion.questions.map((question, index) => questionCard(question, `question-${key}-${index}`)),
    (suggestion.advice ?? []).length > 0 && h("h3", {}, t("doNotAdd")),
    (suggestion.advice ?? []).map(({ text, source }) => h("p", { class: "advice" }, `${text} (${source})`)),
    judge({ ...suggestion, key }),
  );
}

/** @param {OsteotomeRuledOut | undefined} ruledOut */
function noCard(ruledOut) {
  return h(
    "article",
    { class: "answer", "aria-label": t("decision_no") },
    h("div", { class: "head" }, h("span", { class: "code" }, MAIN_CODE), h("span", { class: "verdict no" }, t("decision_no"))),
    h("p", { class: "reason" }, ruledOut?.reason ?? t("noReason")),
    listed(t("against"), ruledOut?.evidence ?? [], "no"),
    judge({ code: MAIN_CODE, decision: "no", side: null, level: null, key: MAIN_CODE }),
  );
}

export function renderDecision() {
  const report = current();
  byId("decision").hidden = !report;
  if (!report) return;
  const { suggestions, ruled_out: ruledOut } = report.annotation;
  fill(
    byId("decision-body"),
    suggestions.map(answerCard),
    !suggestions.length && noCard(ruledOut.find(({ code }) => code === MAIN_CODE)),
  );
}

export function renderRuledOut() {
  const report = current();
  const none = !report?.annotation.suggestions.length;
  const entries = (report?.annotation.ruled_out ?? []).filter(({ code }) => !(none && code === MAIN_CODE));
  byId("ruled-out").hidden = !entries.length;
  fill(
    byId("ruled-out-body"),
    entries.map(({ code, reason, evidence }, index) =>
      h(
        "div",
        { class: "ruled" },
        h("span", { class: "code" }, code),
        h("p", {}, reason),
        evidence.length > 0 && matchList(evidence, `ruled-${code}-${index}`),
      ),
    ),
  );
}
