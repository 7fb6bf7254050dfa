// Agree or disagree with an answer; the service keeps the verdict, not the note.

import { call } from "./api.js";
import { h } from "./dom.js";

/** @type {Promise<Record<string, string>> | undefined} */
let reasons;

/**
 * @typedef {"suggest" | "review" | "no"} Decision
 * @typedef {{verdict: "accepted" | "rejected" | "corrected", reason?: string, correction?: any}} Verdict
 */

const KEPT = { accepted: "Accepted, noted.", rejected: "Rejected, noted.", corrected: "Corrected, noted." };

/**
 * @param {string} code
 * @param {Decision} decision
 * @param {any} suggestion side and level of the answer, or null
 * @param {import("./findings.js").Reading} reading
 */
export function feedbackBar(code, decision, suggestion, reading) {
  const state = h("span", { class: "feedback-state", role: "status" });
  const form = /** @type {HTMLFormElement} */ (h("form", { class: "reject", hidden: true }));
  const agree = h("button", { type: "button", class: "verdict agree", "aria-pressed": "false" }, "Accept");
  const disagree = h("button", { type: "button", class: "verdict disagree", "aria-expanded": "false" }, "Reject…");
  const send = async (/** @type {Verdict} */ verdict) => {
    state.textContent = "Sending…";
    state.textContent = await post(request(code, decision, suggestion, reading, verdict));
    agree.setAttribute("aria-pressed", String(state.textContent === KEPT.accepted));
  };
  const open = (/** @type {boolean} */ opens) => {
    form.hidden = !opens;
    disagree.setAttribute("aria-expanded", String(opens));
  };
  agree.addEventListener("click", () => (open(false), send({ verdict: "accepted" })));
  disagree.addEventListener("click", async () => {
    open(Boolean(form.hidden));
    if (!form.hidden) await fill(form, code);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(false);
    return send(verdictOf(new FormData(form)));
  });
  return h("div", { class: "feedback" },
    h("div", { class: "verdicts", role: "group", "aria-label": `Your verdict on ${code}` }, agree, disagree, state), form);
}

/**
 * A rejection, or a correction where the coder said what is right.
 * @param {FormData} data
 * @returns {Verdict}
 */
function verdictOf(data) {
  const reason = String(data.get("reason"));
  const right = String(data.get("right"));
  if (!right) return { verdict: "rejected", reason };
  const codes = String(data.get("codes")).toUpperCase().match(/[0-9]{4}[0-9A-Z]/g) ?? [];
  return { verdict: "corrected", reason, correction: { decision: right, codes: [...new Set(codes)] } };
}

/**
 * @param {string} code
 * @param {Decision} decision
 * @param {any} suggestion
 * @param {import("./findings.js").Reading} reading
 * @param {Verdict} verdict
 */
function request(code, decision, suggestion, reading, verdict) {
  const { engine } = reading.annotation;
  const place = suggestion ? { side: suggestion.side, level: suggestion.level } : {};
  return { text: reading.text, code, decision, ...place, ...verdict, engine, request_id: requestId() };
}

/** A name for this request, so that one sent twice is kept once. */
function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Verdict} body */
async function post(body) {
  try {
    await call("/v1/feedback", body);
    return KEPT[body.verdict];
  } catch (error) {
    return error instanceof Error ? `Not kept: ${error.message}` : "Not kept.";
  }
}

/**
 * @param {HTMLElement} form
 * @param {string} code
 */
async function fill(form, code) {
  reasons ??= call("/v1/feedback/reasons").then((answer) => answer.reasons);
  const offered = await reasons.catch(() => {
    reasons = undefined; // asked again next time
    return { unspecified: "No reason given" };
  });
  const why = select("reason", Object.entries(offered));
  const answers = [["", "Not said"], ["suggest", "Supported"], ["review", "Ask first"], ["no", "Not supported"]];
  form.replaceChildren(
    h("label", null, h("span", null, "Why"), why),
    h("label", null, h("span", null, `${code} is`), select("right", answers)),
    h("label", null, h("span", null, "Codes"), h("input", { name: "codes", placeholder: "Every code the note supports", autocomplete: "off" })),
    h("p", null, "The service keeps a keyed hash of the note; its text only where the operator wants that."),
    h("button", { class: "verdict" }, "Send"));
  why.focus();
}

/**
 * @param {string} name
 * @param {string[][]} options value and label
 */
function select(name, options) {
  return h("select", { name }, options.map(([value, label]) => h("option", { value }, label)));
}
