// The modules of the background that need no browser: addresses, reports, words, who may ask what.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { annotation, concept } from "./stub.mjs";

const { normalise, patternOf } = await import("../../extension/shared/address.js");
const { asText } = await import("../../extension/shared/result-text.js");
const { detailOf, word } = await import("../../extension/shared/words.js");
const { chosen, frameOf, joined, marksOf, MAX_TEXT, order, stepFrom, unreadable } = await import("../../extension/background/report.js");
const { onMessage } = await import("../../extension/background/messages.js");

describe("address", () => {
  const TAKEN = [
    ["127.0.0.1:27165", "http://127.0.0.1:27165"],
    ["127.0.0.1", "http://127.0.0.1:27165"],
    ["localhost:8080/", "http://localhost:8080"],
    [" http://localhost:27165/v1/ ", "http://localhost:27165"],
    ["http://127.0.0.1:27165/v1/annotate", "http://127.0.0.1:27165"],
    ["osteotome.hospital.example", "https://osteotome.hospital.example"],
    ["https://hospital.example:8443/osteotome/", "https://hospital.example:8443/osteotome"],
    ["HTTPS://Hospital.Example/healthz", "https://hospital.example"],
  ];
  for (const [typed, address] of TAKEN) {
    test(`takes ${typed}`, () => assert.deepEqual(normalise(typed), { address }));
  }

  const REFUSED = [
    ["", "addressEmpty"],
    ["   ", "addressEmpty"],
    ["http://hospital.example", "addressPlain"],
    ["http://127.0.0.1.evil.example", "addressPlain"],
    ["http://10.0.0.1:27165", "addressPlain"],
    ["ftp://127.0.0.1", "addressScheme"],
    ["javascript://127.0.0.1", "addressScheme"],
    ["https://user:secret@hospital.example", "addressPassword"],
    ["https://hospital.example/?x=1", "addressQuery"],
    ["https://hospital.example/#x", "addressQuery"],
    ["two words", "addressShape"],
    ["https://", "addressShape"],
  ];
  for (const [typed, fault] of REFUSED) {
    test(`refuses "${typed}" as ${fault}`, () => assert.deepEqual(normalise(typed), { fault }));
  }

  test("patternOf_leaves_the_port_out", () => {
    assert.equal(patternOf("https://hospital.example:8443/x"), "https://hospital.example/*");
  });
});

describe("report", () => {
  const frame = (frameId, text, fields = {}) => ({ frameId, text, scope: "page", unreadable: [], origin: "https://ehr.example", ...fields });

  test("chosen_prefers_frames_with_a_selection_and_drops_empty_ones", () => {
    assert.deepEqual(chosen([frame(0, " "), frame(1, "a"), frame(2, "b")]).map(({ frameId }) => frameId), [1, 2]);
    assert.deepEqual(chosen([frame(0, "a"), frame(1, "b", { scope: "selection" })]).map(({ frameId }) => frameId), [1]);
  });

  test("joined_keeps_each_frame_whole_and_knows_its_place", () => {
    const { text, frames } = joined([frame(0, "one"), frame(3, "🦴two")]);
    assert.deepEqual(frames.map(({ base, length }) => text.slice(base, base + length)), ["one", "🦴two"]);
    assert.equal(frameOf(frames, { start: 5, end: 7 }).frameId, 3);
    assert.equal(frameOf(frames, { start: 2, end: 6 }), null);
  });

  test("joined_refuses_nothing_and_too_much", () => {
    assert.throws(() => joined([]), { code: "nothingToRead" });
    assert.throws(() => joined([frame(0, "x".repeat(MAX_TEXT + 1))]), { code: "tooLong" });
  });

  test("marksOf_counts_from_the_frame_and_leaves_strays_out", () => {
    const given = annotation([
      concept({ id: 0, start: 5, end: 8, text: "two", verified: true }),
      concept({ id: 1, start: 5, end: 8, text: "two", verified: false }),
      concept({ id: 2, start: 1, end: 6, text: "x", verified: true }),
    ]);
    const marks = marksOf(given, { frameId: 3, base: 5, length: 3 });
    assert.deepEqual(marks.map(({ id, start, end, kind }) => [id, start, end, kind]), [[0, 0, 3, "femur"]]);
  });

  test("unreadable_names_each_foreign_origin_once", () => {
    const frames = [frame(0, "", { unreadable: ["https://a.example", "https://b.example", "https://a.example"] }), frame(1, "", { origin: "https://b.example" })];
    assert.deepEqual(unreadable(frames), ["https://a.example"]);
  });

  const report = (fields = {}) => ({
    concepts: [{ id: 0, start: 9, end: 12 }, { id: 1, start: 1, end: 3 }, { id: 2, start: 5, end: 6 }],
    lost: [], unplaced: [], active: null, shown: null, ...fields,
  });

  test("order_is_reading_order_without_lost_and_hidden_ones", () => {
    assert.deepEqual(order(report()), [1, 2, 0]);
    assert.deepEqual(order(report({ lost: [2] })), [1, 0]);
    assert.deepEqual(order(report({ shown: [0, 2], unplaced: [0] })), [2]);
  });

  const STEPS = [
    [null, 1, 1],
    [null, -1, 0],
    [1, 1, 2],
    [0, 1, 1],
    [1, -1, 0],
    [77, 1, 1],
  ];
  for (const [active, by, next] of STEPS) {
    test(`stepFrom ${active} by ${by} goes to ${next}`, () => assert.equal(stepFrom(report({ active }), by), next));
  }

  test("stepFrom_stays_where_nothing_is_left", () => assert.equal(stepFrom(report({ shown: [] }), 1), null));
});

describe("words", () => {
  const given = annotation([concept({ cues: [{ start: 0, end: 1, text: "s/p", means: "historical", rule: "r" }] })], {
    suggestions: [{ code: "27165", decision: "review", side: "left", level: "none", modifiers: ["LT"], reason: "Because.", evidence: [0], against: [0], questions: [{ text: "Which side?", indicators: [0], options: ["Left", "Other"] }] }],
    ruled_out: [{ code: "27151", reason: "No pelvis.", evidence: [0] }],
  });

  test("detailOf_quotes_the_cue_and_names_the_codes", () => {
    const words = detailOf(given.concepts[0], given);
    for (const part of ["cueQuoted s/p", "provesCodes 27165", "ruledOutCodes 27151"]) assert.ok(words.includes(part), words);
  });

  test("word_shows_unknown_names_in_plain_words", () => {
    globalThis.chrome.i18n.getMessage = () => "";
    assert.equal(word("concept", "brand_new_thing"), "brand new thing");
    globalThis.chrome.i18n.getMessage = (name, values = []) => [name, ...values].join(" ");
  });

  test("asText_holds_code_reason_quotes_questions_and_what_was_ruled_out", () => {
    given.concepts[0].text = "VDRO";
    const words = asText(given);
    for (const part of ["27165", "Because.", "“VDRO”", "Which side?", "[ ] Other", "27151: No pelvis.", "0.1.0"]) {
      assert.ok(words.includes(part), part);
    }
  });
});

describe("messages", () => {
  const content = { id: "osteotome", tab: { id: 1 }, frameId: 0, url: "https://ehr.example/" };
  const pageOf = { id: "osteotome", url: "chrome-extension://osteotome/panel/panel.html" };
  const ignored = (message, sender) => assert.equal(onMessage(message, sender, () => assert.fail("answered")), false);

  for (const type of ["save", "settings", "analyse", "paste", "feedback", "test", "siteOn", "claim", "state"]) {
    test(`a_content_script_may_not_ask_for ${type}`, () => ignored({ type }, content));
  }
  for (const type of ["ready", "moved"]) {
    test(`a_page_of_the_extension_does_not_send ${type}`, () => ignored({ type }, pageOf));
  }
  test("other_extensions_and_inherited_names_are_ignored", () => {
    ignored({ type: "state" }, { ...pageOf, id: "other" });
    for (const type of ["constructor", "toString", "__proto__", undefined]) ignored({ type }, pageOf);
    ignored(null, pageOf);
  });

  test("a_malformed_message_is_answered_with_a_fault", async () => {
    const reply = await new Promise((resolve) => onMessage({ type: "state", tabId: "x" }, pageOf, resolve));
    assert.equal(reply.fault.code, "badMessage");
  });
});
