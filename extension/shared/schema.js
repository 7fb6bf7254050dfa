"use strict";
// Whether a reply is an annotation as in the contract. A reply is data from outside: nothing of it is trusted unchecked.
((osteotome) => {
  const VERSION = 1;
  const STATUSES = new Set(["performed", "negated", "historical", "planned", "hypothetical", "approach"]);

  /** @typedef {(value: any) => boolean} Check */

  /** @type {Check} */
  const string = (value) => typeof value === "string";
  /** @type {Check} */
  const offset = (value) => Number.isSafeInteger(value) && value >= 0;
  /** @type {(check: Check) => Check} */
  const list = (check) => (value) => Array.isArray(value) && value.every(check);
  /** @type {(fields: Record<string, Check>) => Check} */
  const record = (fields) => (value) =>
    value !== null &&
    typeof value === "object" &&
    Object.entries(fields).every(([name, check]) => check(value[name]));
  /** @type {(check: Check) => Check} */
  const optional = (check) => (value) => value === undefined || check(value);

  const span = { start: offset, end: offset };
  const cue = record({ ...span, text: string, means: string, rule: string });
  const concept = record({
    ...span,
    id: offset,
    text: string,
    concept: string,
    status: (value) => STATUSES.has(value),
    side: string,
    level: string,
    section: string,
    rule: string,
    cues: list(cue),
  });
  const question = record({ text: string, indicators: list(offset), options: list(string) });
  const suggestion = record({
    code: string,
    decision: (value) => value === "suggest" || value === "review",
    side: string,
    level: string,
    modifiers: list(string),
    reason: string,
    evidence: list(offset),
    against: list(offset),
    questions: list(question),
    advice: optional(list(record({ text: string, source: string }))),
  });

  /** @type {Record<string, Check>} */
  const FIELDS = {
    engine: record({ version: string, knowledge: string }),
    offsets: (value) => value === "codepoint" || value === "utf16",
    document: record({
      kind: string,
      episodes: list(record({ ...span, kind: string })),
      sections: list(record({ ...span, category: string })),
    }),
    concepts: list(concept),
    suggestions: list(suggestion),
    ruled_out: list(record({ code: string, reason: string, evidence: list(offset) })),
  };

  /**
   * What is wrong with a reply: null if nothing, "version" if another contract version answered, else the field.
   * @param {any} value
   * @returns {string | null}
   */
  function fault(value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return "object";
    if (!Number.isSafeInteger(value.schema)) return "schema";
    if (value.schema !== VERSION) return "version";
    return Object.keys(FIELDS).find((name) => !FIELDS[name](value[name])) ?? null;
  }

  osteotome.schema = { VERSION, fault };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
