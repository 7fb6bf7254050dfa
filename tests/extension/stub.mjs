// A browser API as far as the pure modules use it: messages are their own names with the values behind them.

export const permitted = new Set();

globalThis.chrome = {
  runtime: { id: "osteotome", getURL: (path) => `chrome-extension://osteotome/${path}`, getManifest: () => ({}) },
  i18n: { getMessage: (name, values = []) => [name, ...values].join(" ") },
  permissions: { contains: async ({ origins }) => origins.every((origin) => permitted.has(origin)) },
};

/** A concept with what a test does not care about filled in. */
export function concept(fields) {
  return {
    id: 0,
    start: 0,
    end: 0,
    text: "",
    concept: "femoral_osteotomy",
    status: "performed",
    side: "left",
    level: "intertrochanteric",
    section: "description",
    rule: "test",
    cues: [],
    ...fields,
  };
}

/** An annotation of these concepts. */
export function annotation(concepts, fields = {}) {
  return {
    schema: 1,
    engine: { version: "0.1.0", knowledge: "abc" },
    offsets: "codepoint",
    document: { kind: "operative_report", episodes: [], sections: [] },
    concepts,
    suggestions: [],
    ruled_out: [],
    ...fields,
  };
}
