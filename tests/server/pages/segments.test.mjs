// The pure parts of the workbench: placing concepts and cutting a note into runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { outermost, place, runs } from "../../../server/pages/static/js/segments.js";
import { questionText, summaryText } from "../../../server/pages/static/js/summary.js";

const TEXT = "s/p femoral osteotomy 🦴 left, then the femur was cut";

function concept(id, words, more = {}) {
  const start = TEXT.indexOf(words);
  return {
    id, start, end: start + words.length, text: words, concept: "femoral_osteotomy", status: "performed", side: "left",
    level: "none", section: "description", rule: "cut.named", cues: [], ...more,
  };
}

function cue(words) {
  const start = TEXT.indexOf(words);
  return { start, end: start + words.length, text: words, means: "historical", rule: "cue.sp" };
}

test("segments_runs_are_the_whole_text", () => {
  const cases = [
    [],
    [concept(0, "femoral osteotomy")],
    [concept(0, "femoral osteotomy"), concept(1, "osteotomy")],
    [concept(0, "femoral osteotomy"), concept(1, "osteotomy 🦴"), concept(2, "🦴 left"), concept(3, "femur was cut")],
  ];
  for (const concepts of cases) {
    const found = runs(TEXT, concepts, [], [7]);
    assert.equal(found.map((run) => TEXT.slice(run.start, run.end)).join(""), TEXT);
    for (const one of concepts) {
      const covered = found.filter((run) => run.concepts.includes(one));
      assert.equal(covered.map((run) => TEXT.slice(run.start, run.end)).join(""), one.text);
    }
  }
});

test("segments_runs_know_the_cue_and_its_concept", () => {
  const old = concept(4, "femoral osteotomy", { status: "historical", cues: [cue("s/p")] });
  const found = runs(TEXT, [old], []);
  assert.deepEqual(found.find((run) => run.start === 0)?.cueOf, [4]);
  assert.deepEqual(found.filter((run) => run.cueOf.length).length, 1);
});

test("segments_runs_tell_other_episodes_from_today", () => {
  const end = TEXT.indexOf(", then");
  const found = runs(TEXT, [], [{ kind: "pasted", start: 0, end }, { kind: "today", start: end, end: TEXT.length }]);
  assert.deepEqual(found.map((run) => run.episode), ["pasted", "today"]);
});

test("segments_place_counts_what_does_not_stand_at_its_offsets", () => {
  const right = concept(0, "🦴 left");
  const wrong = { ...concept(1, "femur was cut"), start: 3 };
  const found = place(TEXT, [right, wrong]);
  assert.deepEqual(found.placed, [right]);
  assert.equal(found.lost, 1);
});

test("summary_question_quotes_indicators_and_lists_options", () => {
  const concepts = new Map([[3, concept(3, "femur was cut")]]);
  const text = questionText({ text: "At what level?", indicators: [3, 9], options: ["Other (please specify)"] }, concepts);
  assert.equal(text, 'At what level?\n\nFrom the note:\n- "femur was cut" (description)\n\n[ ] Other (please specify)');
});

test("summary_names_codes_modifiers_and_what_was_ruled_out", () => {
  const annotation = {
    engine: { version: "1", knowledge: "k" },
    suggestions: [{ code: "27165", decision: "suggest", modifiers: ["LT"], reason: "Cut.", evidence: [3], against: [] }],
    ruled_out: [{ code: "27151", reason: "No pelvis.", evidence: [] }],
  };
  const lines = summaryText(annotation, new Map([[3, concept(3, "femur was cut")]])).split("\n");
  assert.equal(lines[0], "27165-LT: supported. Cut.");
  assert.equal(lines[1], '  "femur was cut" (performed, description)');
  assert.equal(lines[2], "27151: not supported. No pelvis.");
});

test("segments_outermost_keeps_the_longest_of_one_meaning", () => {
  const long = concept(0, "femoral osteotomy");
  const twin = { ...long, id: 4 };
  const short = concept(1, "osteotomy");
  const other = concept(2, "osteotomy", { status: "negated" });
  assert.deepEqual(outermost([short, twin, long, other]).map((one) => one.id), [0, 2]);
});
