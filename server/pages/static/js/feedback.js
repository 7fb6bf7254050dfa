// Agree or disagree with an answer; the service keeps the verdict, not the note.

import { call } from "./api.js";
import { announce, h } from "./dom.js";

/** @type {Promise<Record<string, string>> | undefined} */
let reasons;

/**
 * @param {string} code
 * @param {"suggest" | "review" | "no"} decision
 * @param {any} suggestion side and level of the answer, or null
 * @param {import("./findings.js").Reading} reading
 */
export function feedbackBar(code, decision, suggestion, reading) {
  const state = h("span", { class: "feedback-state", role: "status" });
  const reject = h("form", { class: "reject", hidden: true });
  const send = async (/** @type {string} */ verdict, /** @type {string} */ reason) => {
    state.textContent = "Sending…";
    state.textContent = await post(request(code, decision, suggestion, reading, verdict, reason));
    announce(state.textContent);
  };
  const agree = h("button", { type: "button", class: "verdict agree", "aria-pressed": "false" }, "Accept");
  const disagree = h("button", { type: "button", class: "verdict disagree", "aria-expanded": "false" }, "Reject…");
  agree.addEventListener("click", async () => {
    close();
    await send("accepted", "unspecified");
    agree.setAttribute("aria-pressed", String(state.textContent === KEPT.accepted));
  });
  disagree.addEventListener("click", async () => {
    reject.hidden = !reject.hidden;
    disagree.setAttribute("aria-expanded", String(!reject.hidden));
    if (!reject.hidden) await fill(reject, code);
  });
  reject.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reason = String(new FormData(/** @type {HTMLFormElement} */ (reject)).get("reason"));
    close();
    agree.setAttribute("aria-pressed", "false");
    await send("rejected", reason);
  });
  const close = () => {
    reject.hidden = true;
    disagree.setAttribute("aria-expanded", "false");
  };
  return h("div", { class: "feedback" },
    h("div", { class: "verdicts", role: "group", "aria-label": `Your verdict on ${code}` }, agree, disagree, state), reject);
}

const KEPT = /** @type {Record<string, string>} */ ({ accepted: "Accepted, noted.", rejected: "Rejected, noted." });

/**
 * @param {string} code
 * @param {string} decision
 * @param {any} suggestion
 * @param {import("./findings.js").Reading} reading
 * @param {string} verdict
 * @param {string} reason
 */
function request(code, decision, suggestion, reading, verdict, reason) {
  const { engine } = reading.annotation;
  const place = suggestion ? { side: suggestion.side, level: suggestion.level } : {};
  return { text: reading.text, code, decision, ...place, verdict, reason, engine, request_id: requestId() };
}

/** A name for this request, so that one sent twice is kept once. */
function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {any} body */
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
  const select = h("select", { name: "reason", "aria-label": `Why ${code} is rejected` },
    Object.entries(offered).map(([value, label]) => h("option", { value }, label)));
  form.replaceChildren(select, h("button", { class: "verdict" }, "Send"));
  select.focus();
}
