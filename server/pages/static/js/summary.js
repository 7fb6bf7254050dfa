// Text to paste elsewhere: pure, so that it can be tested without a page.

/** @typedef {import("./segments.js").Concept} Concept */

/** @param {string} text */
function flat(text) {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * A question as a message to the surgeon: indicators quoted, options listed.
 * @param {{text: string, indicators: number[], options: string[]}} question
 * @param {Map<number, Concept>} concepts
 */
export function questionText(question, concepts) {
  const quotes = question.indicators.flatMap((id) => {
    const concept = concepts.get(id);
    const told = concept === undefined || flat(question.text).includes(flat(concept.text));
    return concept && !told ? [`- "${flat(concept.text)}" (${concept.section.replaceAll("_", " ")})`] : [];
  });
  return [
    question.text,
    ...(quotes.length ? ["", "From the note:", ...quotes] : []),
    ...(question.options.length ? ["", ...question.options.map((option) => `[ ] ${option}`)] : []),
  ].join("\n");
}

const DECISIONS = /** @type {Record<string, string>} */ ({ suggest: "supported", review: "ask the surgeon first" });

/**
 * The answer in a few lines: codes, reasons, quotes.
 * @param {any} annotation
 * @param {Map<number, Concept>} concepts
 */
export function summaryText(annotation, concepts) {
  const quote = (/** @type {number} */ id) => {
    const concept = concepts.get(id);
    return concept ? [`  "${flat(concept.text)}" (${concept.status}, ${concept.section.replaceAll("_", " ")})`] : [];
  };
  const lines = [];
  for (const one of annotation.suggestions) {
    const modifiers = one.modifiers.length ? `-${one.modifiers.join("-")}` : "";
    lines.push(`${one.code}${modifiers}: ${DECISIONS[one.decision]}. ${one.reason}`, ...one.evidence.flatMap(quote));
    if (one.against.length) lines.push("  against:", ...one.against.flatMap(quote));
  }
  for (const one of annotation.ruled_out) lines.push(`${one.code}: not supported. ${one.reason}`, ...one.evidence.flatMap(quote));
  lines.push(`Osteotome ${annotation.engine.version}, knowledge ${annotation.engine.knowledge}`);
  return lines.join("\n");
}
