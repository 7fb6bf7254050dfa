"use strict";
// The service counts code points, JavaScript counts UTF-16 units. Converted here once, and checked against each quote.
((osteotome) => {
  /**
   * Code point offsets as UTF-16 offsets, in one pass.
   * @param {string} text
   * @param {number[]} sorted ascending
   * @returns {(number | null)[]} null for an offset past the end of the text
   */
  function toUtf16(text, sorted) {
    let points = 0;
    let units = 0;
    return sorted.map((offset) => {
      while (points < offset && units < text.length) {
        units += /** @type {number} */ (text.codePointAt(units)) > 0xffff ? 2 : 1;
        points += 1;
      }
      return points === offset ? units : null;
    });
  }

  /**
   * The spans of an annotation: everything that has a start and an end.
   * @param {OsteotomeAnnotation} annotation
   */
  function spansOf(annotation) {
    const { episodes, sections } = annotation.document;
    const cues = annotation.concepts.flatMap((concept) => concept.cues);
    return [...annotation.concepts, ...cues, ...episodes, ...sections];
  }

  /**
   * A copy of the annotation in UTF-16 units, each concept marked `verified` if its offsets lead to its own words.
   * @param {OsteotomeAnnotation} annotation
   * @param {string} text exactly what the service was sent
   * @returns {OsteotomeAnnotation}
   */
  function convert(annotation, text) {
    const copy = structuredClone(annotation);
    const spans = spansOf(copy);
    if (copy.offsets === "codepoint") {
      const sorted = [...new Set(spans.flatMap((span) => [span.start, span.end]))].sort((a, b) => a - b);
      const units = toUtf16(text, sorted);
      const table = new Map(sorted.map((offset, index) => [offset, units[index]]));
      for (const span of spans) {
        span.start = table.get(span.start) ?? -1;
        span.end = table.get(span.end) ?? -1;
      }
      copy.offsets = "utf16";
    }
    for (const concept of copy.concepts) concept.verified = leadsTo(text, concept);
    return copy;
  }

  /**
   * @param {string} text
   * @param {{ start: number, end: number, text: string }} span
   */
  function leadsTo(text, span) {
    return span.start >= 0 && span.end > span.start && text.slice(span.start, span.end) === span.text;
  }

  osteotome.offsets = { toUtf16, convert };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
