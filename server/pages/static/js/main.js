// The workbench: wires the note, the findings and the keys to each other.

import { greet, openAccess, titles, wireAccess } from "./access.js";
import { ServiceError, call, upload } from "./api.js";
import { wireCopy } from "./copy.js";
import { announce, byId, h } from "./dom.js";
import { wireFiles } from "./files.js";
import { renderFindings } from "./findings.js";
import { renderInspector } from "./inspector.js";
import { wireKeys } from "./keys.js";
import { words } from "./kinds.js";
import { Legend } from "./legend.js";
import { renderMentions } from "./mentions.js";
import { MarkedNote } from "./note.js";
import { place } from "./segments.js";
import { summaryText } from "./summary.js";
import { wireLetters, wireTheme } from "./themes.js";

/** @typedef {import("./segments.js").Concept} Concept */

const source = /** @type {HTMLTextAreaElement} */ (byId("source"));
const paper = /** @type {HTMLElement} */ (byId("paper"));
const note = new MarkedNote(paper, (id) => pick(id, false));
const legend = new Legend(byId("legend"), showConcepts);
const mentions = h("section", { class: "block" });
/** @type {import("./findings.js").Reading | null} */
let reading = null;
/** @type {{all: Concept[], shown: Concept[], lost: number, current: number | null, evidence: number}} */
const state = { all: [], shown: [], lost: 0, current: null, evidence: -1 };

async function annotate() {
  const text = source.value.toWellFormed();
  if (!text.trim()) return complain("Paste a note first, or choose a sample.");
  const format = byId("format").value;
  await working(async () => show(text, await call("/v1/annotate", { text, format, offsets: "utf16" })));
}

/** @param {File} file */
async function annotateFile(file) {
  await working(async () => {
    const annotation = await upload("/v1/annotate", { file, offsets: "utf16" });
    source.value = annotation.source.text;
    byId("format").value = "text";
    byId("sample").value = "";
    show(annotation.source.text, annotation);
  });
}

/**
 * Run a task with the button saying so; a failure is told above the note.
 * @param {() => Promise<void>} task
 */
async function working(task) {
  const button = /** @type {HTMLButtonElement} */ (byId("annotate"));
  complain("");
  button.disabled = true;
  button.textContent = "Reading…";
  try {
    await task();
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    if (error instanceof ServiceError && error.status === 401) openAccess();
  } finally {
    button.disabled = false;
    button.textContent = "Read the note";
  }
}

/**
 * @param {string} sent what was sent; the answer has its own text where tags were read away
 * @param {any} annotation offsets in UTF-16
 */
function show(sent, annotation) {
  const text = annotation.source?.text ?? sent;
  const { placed, lost } = place(text, annotation.concepts);
  placed.sort((a, b) => a.start - b.start || b.end - a.end);
  Object.assign(state, { all: placed, lost, current: null, evidence: -1 });
  reading = { text, annotation, concepts: new Map(placed.map((one) => [one.id, one])), titles, pick };
  legend.render(placed);
  renderFindings(byId("findings"), reading);
  byId("findings").querySelector(".provenance").before(mentions);
  showConcepts();
  view("read");
  byId("copies").hidden = false;
  byId("stale").hidden = true;
  paper.scrollTop = 0;
  announce(`${spoken(annotation)} ${placed.length} matches.`);
}

/** @param {any} annotation */
function spoken(annotation) {
  const found = annotation.suggestions.map(
    (/** @type {any} */ one) => `${one.code} ${one.decision === "suggest" ? "supported" : "to be asked about"}.`,
  );
  return found.length ? found.join(" ") : "No code supported.";
}

function showConcepts() {
  if (!reading) return;
  state.shown = state.all.filter((concept) => legend.shows(concept));
  note.render(reading.text, state.shown, reading.annotation.document);
  renderMentions(mentions, state.shown, reading, state.lost);
  if (state.current !== null) note.activate(state.current, false);
  inspect();
}

function inspect() {
  const index = state.shown.findIndex((concept) => concept.id === state.current);
  const concept = state.shown[index];
  const onCue = (/** @type {number} */ id) => note.revealCue(id);
  renderInspector(byId("inspector"), { concept, index, total: state.shown.length, step, onCue });
  for (const row of document.querySelectorAll("[data-concept]")) {
    row.toggleAttribute("data-current", row.getAttribute("data-concept") === String(concept?.id));
  }
}

/**
 * Make a match the present one: shown in the note, described below it, marked in the findings.
 * @param {number} id
 * @param {boolean} [scroll]
 */
function pick(id, scroll = true) {
  if (!state.shown.some((concept) => concept.id === id)) legend.clear();
  state.current = id;
  view("read");
  note.activate(id, scroll);
  inspect();
  const concept = reading?.concepts.get(id);
  if (concept) announce(`${words(concept.concept)}, ${concept.status}: ${concept.text}`);
}

/** @param {number} by */
function step(by) {
  const { shown, current } = state;
  if (!shown.length) return;
  const index = shown.findIndex((concept) => concept.id === current);
  const next = index < 0 ? (by > 0 ? 0 : shown.length - 1) : (index + by + shown.length) % shown.length;
  const focused = document.activeElement?.id;
  pick(shown[next].id);
  if (focused === "next" || focused === "previous") byId(focused).focus();
}

function nextEvidence() {
  const first = reading?.annotation.suggestions[0] ?? reading?.annotation.ruled_out[0];
  const ids = (first?.evidence ?? []).filter((/** @type {number} */ id) => reading?.concepts.has(id));
  if (!ids.length) return;
  state.evidence = (state.evidence + 1) % ids.length;
  pick(ids[state.evidence]);
}

/** @param {"edit" | "read"} which */
function view(which) {
  const reads = which === "read";
  source.hidden = reads;
  for (const id of ["paper", "legend", "inspector"]) byId(id).hidden = !reads;
  byId("view-edit").setAttribute("aria-pressed", String(!reads));
  byId("view-read").setAttribute("aria-pressed", String(reads));
  byId("view-read").disabled = reading === null;
}

function edit() {
  view("edit");
  source.focus();
}

/** @param {string} message nothing clears the notice */
function complain(message) {
  const notice = byId("notice");
  notice.textContent = message;
  notice.hidden = !message;
}

async function loadSample() {
  const id = byId("sample").value;
  if (!id) return;
  await working(async () => {
    const sample = await call(`/workbench/samples/${encodeURIComponent(id)}`);
    source.value = sample.text;
    byId("format").value = sample.format;
  });
  await annotate();
}

function clear() {
  source.value = "";
  byId("sample").value = "";
  complain("");
  edit();
}

byId("annotate").addEventListener("click", annotate);
byId("view-edit").addEventListener("click", edit);
byId("view-read").addEventListener("click", () => view("read"));
byId("clear").addEventListener("click", clear);
byId("sample").addEventListener("change", loadSample);
for (const one of document.querySelectorAll("[data-sample]")) {
  one.addEventListener("click", () => {
    byId("sample").value = one.getAttribute("data-sample");
    return loadSample();
  });
}
byId("help-button").addEventListener("click", () => byId("help").showModal());
source.addEventListener("input", () => (byId("stale").hidden = reading === null));
wireCopy(byId("copy-summary"), "Copy summary", () => (reading ? summaryText(reading.annotation, reading.concepts) : ""));
wireCopy(byId("copy-json"), "Copy JSON", () => JSON.stringify(reading?.annotation, null, 1));
wireAccess();
wireFiles(annotateFile);
wireTheme(byId("theme"));
wireLetters(byId("fixed"), byId("note-pane"));
wireKeys({ annotate, step, nextEvidence, edit, help: () => byId("help").showModal() });
view("edit");
await greet();
