// Cutting a note into runs: pure, so that it can be tested without a page.

/**
 * @typedef {{start: number, end: number, text: string, means: string, rule: string}} Cue
 * @typedef {{id: number, start: number, end: number, text: string, concept: string, status: string, side: string,
 *   level: string, section: string, rule: string, cues: Cue[]}} Concept
 * @typedef {{start: number, end: number, concepts: Concept[], cueOf: number[], episode: string}} Run
 * @typedef {{kind: string, start: number, end: number}} Episode
 */

/**
 * Keep the concepts whose words stand at their offsets (UTF-16); the others are counted, never painted.
 * @param {string} text
 * @param {Concept[]} concepts
 * @returns {{placed: Concept[], lost: number}}
 */
export function place(text, concepts) {
  const placed = concepts.filter((concept) => text.slice(concept.start, concept.end) === concept.text);
  return { placed, lost: concepts.length - placed.length };
}

/**
 * Leave out a concept whose words stand inside a longer one of the same meaning: one quote says both.
 * @param {Concept[]} concepts
 * @returns {Concept[]}
 */
export function outermost(concepts) {
  const inside = (/** @type {Concept} */ a, /** @type {Concept} */ b) =>
    a.concept === b.concept && a.status === b.status && b.start <= a.start && a.end <= b.end &&
    (b.end - b.start > a.end - a.start || b.id < a.id);
  return concepts.filter((one) => !concepts.some((other) => other !== one && inside(one, other)));
}

/**
 * Runs of text over which the same concepts, cues and episode hold; together they are the whole text.
 * @param {string} text
 * @param {Concept[]} concepts
 * @param {Episode[]} episodes
 * @param {number[]} cuts further offsets at which a run must end
 * @returns {Run[]}
 */
export function runs(text, concepts, episodes, cuts = []) {
  const events = [...eventsOf(concepts, episodes), ...cuts.map((at) => ({ at, apply: nothing }))];
  events.sort((a, b) => a.at - b.at);
  /** @type {State} */
  const state = { open: new Map(), cues: new Map(), episodes: [] };
  /** @type {Run[]} */
  const result = [];
  let from = 0;
  for (const event of events) {
    if (event.at > from && event.at <= text.length) {
      result.push(run(from, event.at, state));
      from = event.at;
    }
    event.apply(state);
  }
  if (from < text.length) result.push(run(from, text.length, state));
  return result;
}

/**
 * @typedef {{open: Map<number, Concept>, cues: Map<Cue, number>, episodes: string[]}} State
 * @typedef {{at: number, apply: (state: State) => void}} Event
 */

function nothing() {}

/**
 * @param {Concept[]} concepts
 * @param {Episode[]} episodes
 * @returns {Event[]}
 */
function eventsOf(concepts, episodes) {
  /** @type {Event[]} */
  const events = [];
  for (const concept of concepts) {
    events.push({ at: concept.start, apply: (state) => state.open.set(concept.id, concept) });
    events.push({ at: concept.end, apply: (state) => state.open.delete(concept.id) });
    for (const cue of concept.cues) {
      events.push({ at: cue.start, apply: (state) => state.cues.set(cue, concept.id) });
      events.push({ at: cue.end, apply: (state) => state.cues.delete(cue) });
    }
  }
  for (const { kind, start, end } of episodes.filter((episode) => episode.kind !== "today")) {
    events.push({ at: start, apply: (state) => state.episodes.push(kind) });
    events.push({ at: end, apply: (state) => state.episodes.splice(state.episodes.indexOf(kind), 1) });
  }
  return events;
}

/**
 * @param {number} start
 * @param {number} end
 * @param {State} state
 * @returns {Run}
 */
function run(start, end, state) {
  return {
    start,
    end,
    concepts: [...state.open.values()],
    cueOf: [...state.cues.values()],
    episode: state.episodes.at(-1) ?? "today",
  };
}
