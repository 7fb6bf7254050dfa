// An annotation as plain text: code, side, reason and quotes, to be pasted into a query or a worksheet.
import { t } from "./browser.js";
import { word } from "./words.js";

/**
 * @param {OsteotomeAnnotation} annotation
 * @param {number[]} ids
 */
function quotes({ concepts }, ids) {
  return ids.flatMap((id) =>
    concepts
      .filter((concept) => concept.id === id)
      .map(({ text, status, section }) => `  - “${text}” (${word("status", status)}, ${word("section", section)})`),
  );
}

/**
 * @param {string} title
 * @param {string[]} lines
 */
const part = (title, lines) => (lines.length ? [`${title}:`, ...lines] : []);

/**
 * @param {OsteotomeAnnotation} annotation
 * @param {OsteotomeSuggestion} suggestion
 */
function suggestionLines(annotation, suggestion) {
  const { code, decision, side, level, modifiers, reason, evidence, against, questions } = suggestion;
  const head = [`${code} ${t(`decision_${decision}`)}`, word("side", side), word("level", level), ...modifiers.map((one) => `-${one}`)];
  return [
    head.join(", "),
    reason,
    ...part(t("proof"), quotes(annotation, evidence)),
    ...part(t("against"), quotes(annotation, against)),
    ...part(
      t("questions"),
      questions.flatMap(({ text, options }) => [`  - ${text}`, ...options.map((option) => `    [ ] ${option}`)]),
    ),
    "",
  ];
}

/**
 * @param {OsteotomeAnnotation} annotation
 * @returns {string}
 */
export function asText(annotation) {
  const { suggestions, ruled_out: ruledOut, engine } = annotation;
  return [
    ...(suggestions.length ? suggestions.flatMap((one) => suggestionLines(annotation, one)) : [t("decision_no"), ""]),
    ...part(
      t("ruledOut"),
      ruledOut.flatMap(({ code, reason, evidence }) => [`- ${code}: ${reason}`, ...quotes(annotation, evidence)]),
    ),
    "",
    `Osteotome ${engine.version}, ${engine.knowledge}`,
  ].join("\n");
}
