// The pure modules that the content files and the pages share.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { annotation, concept } from "./stub.mjs";

import "../../extension/shared/kinds.js";
import "../../extension/shared/offsets.js";
import "../../extension/shared/quotes.js";
import "../../extension/shared/schema.js";
import "../../extension/shared/textmap.js";

const { kinds, offsets, quotes, schema, textmap } = globalThis.Osteotome;

describe("offsets", () => {
  const TEXTS = ["plain", "", "🦴 bone", "a🦴b🦿c𝕃d", "e\u0301 combining", "👩🏽‍⚕️ joined", "\ud83d lone", "lone \udc00 low", "مرحبا 🦴"];
  for (const text of TEXTS) {
    test(`toUtf16_agrees_with_slicing_by_code_points in ${JSON.stringify(text)}`, () => {
      const points = [...text];
      const all = Array.from({ length: points.length + 1 }, (_, index) => index);
      assert.deepEqual(offsets.toUtf16(text, all), all.map((index) => points.slice(0, index).join("").length));
    });
  }

  test("toUtf16_gives_null_past_the_end", () => {
    assert.deepEqual(offsets.toUtf16("a🦴", [1, 2, 3, 9]), [1, 3, null, null]);
  });

  test("convert_verifies_each_concept_and_converts_cues_and_sections", () => {
    const text = "🦴 s/p VDRO";
    const cue = { start: 2, end: 5, text: "s/p", means: "historical", rule: "cue" };
    const given = annotation([concept({ start: 6, end: 10, text: "VDRO", cues: [cue] }), concept({ id: 1, start: 5, end: 9, text: "VDRO" })]);
    given.document.sections.push({ category: "title", start: 0, end: 10 });
    const done = offsets.convert(given, text);
    assert.deepEqual(done.concepts.map(({ start, end, verified }) => [start, end, verified]), [[7, 11, true], [6, 10, false]]);
    assert.equal(text.slice(done.concepts[0].cues[0].start, done.concepts[0].cues[0].end), "s/p");
    assert.deepEqual(done.document.sections[0], { category: "title", start: 0, end: 11 });
    assert.equal(given.concepts[0].start, 6, "the answer itself is left alone");
    assert.equal(done.offsets, "utf16");
  });

  test("convert_leaves_utf16_offsets_as_they_are", () => {
    const done = offsets.convert(annotation([concept({ start: 3, end: 7, text: "VDRO" })], { offsets: "utf16" }), "🦴 VDRO");
    assert.deepEqual([done.concepts[0].start, done.concepts[0].verified], [3, true]);
  });

  test("convert_marks_offsets_past_the_end_unverified", () => {
    const done = offsets.convert(annotation([concept({ start: 2, end: 99, text: "x" })]), "short");
    assert.equal(done.concepts[0].verified, false);
  });
});

describe("textmap", () => {
  const built = (steps) => {
    const builder = textmap.create();
    steps(builder);
    return builder.finish();
  };
  const words = (map, start, end) => textmap.segments(map, start, end).map(({ node, start: from, end: to }) => node.data.slice(from, to));

  test("collapses_white_space_and_maps_it_back", () => {
    const node = { data: "  had a\n   proximal \t femoral  " };
    const map = built((builder) => builder.collapsed(node, node.data, 0, node.data.length, false));
    assert.equal(map.text, "had a proximal femoral ");
    const start = map.text.indexOf("a proximal");
    assert.deepEqual(words(map, start, start + "a proximal".length), ["a\n   proximal"]);
  });

  test("joins_text_nodes_and_leaves_synthetic_text_out", () => {
    const nodes = ["osteo", "tomy of", "femur"].map((data) => ({ data }));
    const map = built((builder) => {
      builder.newline();
      builder.collapsed(nodes[0], nodes[0].data, 0, 5, false);
      builder.collapsed(nodes[1], nodes[1].data, 0, 7, false);
      builder.newline();
      builder.newline();
      builder.collapsed(nodes[2], nodes[2].data, 0, 5, false);
    });
    assert.equal(map.text, "osteotomy of\nfemur");
    assert.deepEqual(words(map, 0, map.text.length), ["osteo", "tomy of", "femur"]);
    assert.deepEqual(textmap.segments(map, 12, 13), []);
  });

  test("keeps_lines_where_they_count", () => {
    const node = { data: "one  \n\n two\n" };
    assert.equal(built((builder) => builder.collapsed(node, node.data, 0, node.data.length, true)).text, "one \n\ntwo\n");
    assert.equal(built((builder) => builder.preserved(node, node.data, 0, node.data.length)).text, node.data);
  });

  test("clips_the_first_and_last_node", () => {
    const node = { data: "the left femur was cut" };
    const map = built((builder) => builder.collapsed(node, node.data, 4, 14, false));
    assert.equal(map.text, "left femur");
    assert.deepEqual(textmap.segments(map, 5, 10), [{ node, start: 9, end: 14 }]);
  });

  test("every_character_maps_to_itself", () => {
    const nodes = ["  The\u00a0femur ", "\n was\t\tcut\r\n", "", "🦴 here", "   "].map((data) => ({ data }));
    const map = built((builder) => {
      for (const node of nodes) builder.collapsed(node, node.data, 0, node.data.length, false);
    });
    for (let at = 0; at < map.text.length; at += 1) {
      const [segment] = textmap.segments(map, at, at + 1);
      const there = segment.node.data.slice(segment.start, segment.end);
      assert.ok(there === map.text[at] || (map.text[at] === " " && /\s/.test(there)), `${at}: ${JSON.stringify(there)}`);
    }
  });
});

describe("schema", () => {
  test("accepts_an_annotation", () => {
    const suggestion = { code: "27165", decision: "suggest", side: "left", level: "none", modifiers: ["LT"], reason: "r", evidence: [0], against: [], questions: [] };
    assert.equal(schema.fault(annotation([concept({ text: "x", end: 1 })], { suggestions: [suggestion] })), null);
  });

  const WRONG = [
    ["object", null],
    ["object", []],
    ["object", "text"],
    ["schema", {}],
    ["schema", { ...annotation([]), schema: "1" }],
    ["version", { ...annotation([]), schema: 2 }],
    ["engine", { ...annotation([]), engine: {} }],
    ["offsets", { ...annotation([]), offsets: "bytes" }],
    ["concepts", annotation([concept({ start: -1 })])],
    ["concepts", annotation([concept({ status: "maybe" })])],
    ["concepts", annotation([concept({ text: 7 })])],
    ["concepts", { ...annotation([]), concepts: {} }],
    ["suggestions", annotation([], { suggestions: [{ code: "27165", decision: "no" }] })],
    ["ruled_out", annotation([], { ruled_out: [{ code: "27165" }] })],
  ];
  for (const [fault, value] of WRONG) {
    test(`names ${fault} in ${JSON.stringify(value)?.slice(0, 60)}`, () => assert.equal(schema.fault(value), fault));
  }
});

describe("quotes", () => {
  const text = "The femur was cut. No cut of the pelvis was made. The femur was cut again on the left side of the patient.";
  const mark = (words, from = 0) => ({ start: text.indexOf(words, from), end: text.indexOf(words, from) + words.length, text: words });

  test("finds_the_same_place_after_text_was_put_before", () => {
    const second = mark("cut", 80 - 25);
    const now = `A new line. ${text}`;
    assert.deepEqual(quotes.find(now, text, second), { start: second.start + 12, end: second.end + 12 });
  });

  test("prefers_the_place_with_the_same_neighbours", () => {
    const third = mark("cut again");
    const now = text.replace("The femur was cut. ", "");
    assert.equal(now.slice(quotes.find(now, text, third).start).slice(0, 9), "cut again");
  });

  const LOST = [
    ["the_words_are_gone", (old) => old.replace("pelvis", "ilium"), "pelvis"],
    ["a_negation_came_before", (old) => old.replace("was cut again", "was not cut again"), "cut again"],
    ["the_rest_of_the_sentence_changed", (old) => old.replace("again on the left", "again, no, on the right"), "cut again"],
  ];
  for (const [why, change, words] of LOST) {
    test(`gives_up_when ${why}`, () => assert.equal(quotes.find(change(text), text, mark(words)), null));
  }
});

describe("kinds", () => {
  test("every_concept_of_the_contract_has_a_kind_and_unknown_ones_are_context", () => {
    assert.equal(kinds.kindOf("femoral_osteotomy"), "femur");
    assert.equal(kinds.kindOf("something_new"), "context");
    assert.ok(kinds.rankOf("femur") < kinds.rankOf("context"));
    assert.equal(new Set(kinds.KINDS.flatMap((kind) => kind.concepts)).size, kinds.KINDS.flatMap((kind) => kind.concepts).length);
  });
});
