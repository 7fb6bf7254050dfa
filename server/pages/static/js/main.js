// The workbench: wires the note, the findings and the keys to each other.

import { ServiceError, call, token } from "./api.js";
import { wireCopy } from "./copy.js";
import { announce, byId, h } from "./dom.js";
import { renderFindings } from "./findings.js";
import { renderInspector } from "./inspector.js";
import { wireKeys } from "./keys.js";
import { Legend } from "./legend.js";
import { renderMentions } from "./mentions.js";
import { MarkedNote } from "./note.js";
import { place } from "./segments.js";
import { summaryText } from "./summary.js";
import { wireTheme } from "./themes.js";

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
/** @type {Map<string, string>} */
let titles = new Map();

async function annotate() {
  const text = source.value.toWellFormed();
  if (!text.trim()) return complain("Paste a note first.");
  complain("");
  const button = /** @type {HTMLButtonElement} */ (byId("annotate"));
  button.disabled = true;
  button.textContent = "Reading…";
  try {
    const format = byId("format").value;
    const read = format === "text" ? text : (await call("/workbench/read", { text, format })).text;
    const annotation = await call("/v1/annotate", { text: read, format: "text", offsets: "utf16" });
    show(read, annotation);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    if (error instanceof ServiceError && error.status === 401) openAccess();
  } finally {
    button.disabled = false;
    button.textContent = "Read the note";
  }
}

/**
 * @param {string} text
 * @param {any} annotation offsets in UTF-16
 */
function show(text, annotation) {
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
  paper.scrollTop = 0;
  announce(`Read. ${spoken(annotation)} ${placed.length} matches.`);
}

/** @param {any} annotation */
function spoken(annotation) {
  const found = annotation.suggestions.map((/** @type {any} */ one) => `${one.code} ${one.decision === "suggest" ? "supported" : "to be asked about"}.`);
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
  renderInspector(byId("inspector"), { concept, index, total: state.shown.length, step, onCue: (id) => note.revealCue(id) });
  for (const row of document.querySelectorAll("[data-concept]")) {
    row.toggleAttribute("data-current", concept !== undefined && row.getAttribute("data-concept") === String(concept.id));
  }
}

/**
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
  if (concept) announce(`${concept.concept.replaceAll("_", " ")}, ${concept.status}: ${concept.text}`);
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

/** @param {string} message nothing clears the notice */
function complain(message) {
  const notice = byId("notice");
  notice.textContent = message;
  notice.hidden = !message;
}

/** @param {string} id */
async function loadSample(id) {
  if (!id) return;
  try {
    const sample = await call(`/workbench/samples/${encodeURIComponent(id)}`);
    source.value = sample.text;
    byId("format").value = sample.format;
    await annotate();
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
}

function clear() {
  source.value = "";
  byId("sample").value = "";
  complain("");
  view("edit");
  source.focus();
}

function openAccess() {
  const dialog = byId("access");
  byId("token").value = token.read();
  dialog.showModal();
}

function wireAccess() {
  byId("token-button").addEventListener("click", openAccess);
  byId("access").addEventListener("close", () => {
    const choice = byId("access").returnValue;
    if (choice === "save") token.keep(byId("token").value.trim());
    if (choice === "forget") token.forget();
    byId("token").value = "";
    if (choice === "save" || choice === "forget") greet();
  });
}

/** Say whether the service is ready, and fetch what its codes are called. */
async function greet() {
  const service = byId("service");
  try {
    const codes = await call("/v1/codes");
    titles = new Map((codes.codes ?? codes).map((/** @type {any} */ one) => [one.code, one.title]));
    service.dataset.state = "ready";
    service.textContent = "Service ready";
  } catch (error) {
    service.dataset.state = "down";
    service.textContent = error instanceof ServiceError && error.status === 401 ? "Token needed" : "Service not ready";
  }
}

byId("annotate").addEventListener("click", annotate);
byId("view-edit").addEventListener("click", () => view("edit"));
byId("view-read").addEventListener("click", () => view("read"));
byId("clear").addEventListener("click", clear);
byId("sample").addEventListener("change", () => loadSample(byId("sample").value));
byId("help-button").addEventListener("click", () => byId("help").showModal());
wireCopy(byId("copy-summary"), "Copy summary", () => (reading ? summaryText(reading.annotation, reading.concepts) : ""));
wireCopy(byId("copy-json"), "Copy JSON", () => JSON.stringify(reading?.annotation, null, 1));
wireAccess();
wireTheme(byId("theme"));
wireKeys({ annotate, step, nextEvidence, edit: () => (view("edit"), source.focus()), help: () => byId("help").showModal() });
view("edit");
await greet();
