// Accept, reject or correct a decision; what is said goes to the service, and stays here until it has arrived.
import { ask, faultFrom } from "../shared/ask.js";
import { fill, h } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { current, state } from "./state.js";

const REASONS = ["not_performed", "wrong_code", "wrong_side", "wrong_level", "bundled", "missing_documentation", "missed_evidence", "other"];

/** Where each subject's verdict is shown now; a redraw replaces the box while an answer is on its way. @type {Map<string, HTMLElement>} */
const boxes = new Map();

/** @typedef {{ code: string, decision: "suggest" | "review" | "no", side: string | null, level: string | null, key: string }} Judgeable */

/**
 * @param {Judgeable} subject
 * @param {string} verdict
 * @param {Record<string, unknown>} more
 */
function requestFor({ code, decision, side, level }, verdict, more) {
  const report = current();
  return {
    text: report?.text ?? "",
    code,
    decision,
    side,
    level,
    verdict,
    engine: report?.annotation.engine,
    request_id: crypto.randomUUID(),
    ...more,
  };
}

/**
 * @param {Judgeable} subject
 * @param {any} request
 */
async function send(subject, request) {
  state.judged.set(subject.key, { stage: "sending", words: "", request });
  draw(subject);
  try {
    await ask("feedback", { feedback: request });
    state.judged.set(subject.key, { stage: "done", words: t(`judged_${request.verdict}`) });
  } catch (error) {
    const { code, detail } = faultFrom(error);
    state.judged.set(subject.key, { stage: "failed", words: t(`fault_${code}`, detail ?? ""), request });
  }
  draw(subject);
}

/**
 * @param {Judgeable} subject
 * @param {"rejected" | "corrected"} verdict
 */
function formFor(subject, verdict) {
  const id = `judge-${subject.key}`;
  const reason = h("select", { id: `${id}-reason` }, REASONS.map((name) => h("option", { value: name }, t(`reason_${name}`))));
  if (verdict === "corrected") reason.value = "wrong_code";
  const code = h("input", { id: `${id}-code`, type: "text", inputmode: "numeric", pattern: "[0-9]{4}[0-9A-Za-z]", required: true, autocomplete: "off" });
  const comment = h("textarea", { id: `${id}-comment`, rows: 2, maxlength: 2000 });
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const right = code.value.toUpperCase();
    const correction = { decision: right === subject.code ? "suggest" : "no", codes: [right] };
    const words = comment.value.trim() ? { comment: comment.value.trim() } : {};
    const more = { reason: reason.value, ...words, ...(verdict === "corrected" ? { correction } : {}) };
    void send(subject, requestFor(subject, verdict, more));
  };
  return h(
    "form",
    { onsubmit: submit, "aria-label": t(`judge_${verdict}`) },
    verdict === "corrected" && [h("label", { for: `${id}-code` }, t("rightCode")), code],
    h("label", { for: `${id}-reason` }, t("judgeReason")),
    reason,
    h("label", { for: `${id}-comment` }, t("judgeComment")),
    comment,
    h(
      "div",
      { class: "row" },
      h("button", { type: "submit", class: "primary" }, t("judgeSend")),
      h("button", { type: "button", onclick: () => reset(subject) }, t("judgeCancel")),
    ),
  );
}

/** @param {Judgeable} subject */
function reset(subject) {
  state.judged.delete(subject.key);
  draw(subject);
}

/** @type {(subject: Judgeable, verdict: "rejected" | "corrected") => void} */
function openForm(subject, verdict) {
  state.judged.set(subject.key, { stage: "form", words: "", form: verdict });
  draw(subject);
  const first = boxes.get(subject.key)?.querySelector("input, select");
  if (first instanceof HTMLElement) first.focus();
}

/** @param {Judgeable} subject */
function draw(subject) {
  const box = boxes.get(subject.key);
  if (!box) return;
  const judged = state.judged.get(subject.key);
  const { key } = subject;
  if (judged?.stage === "form" && judged.form) fill(box, formFor(subject, judged.form));
  else if (judged?.stage === "sending") fill(box, h("p", { role: "status", class: "muted" }, t("judgeSending")));
  else if (judged?.stage === "done") {
    const undo = h("button", { type: "button", "data-key": `again-${key}`, onclick: () => reset(subject) }, t("judgeAgain"));
    fill(box, h("div", { class: "row" }, h("p", { role: "status", class: "done" }, judged.words), undo));
  } else if (judged?.stage === "failed") {
    const again = h("button", { type: "button", onclick: () => void send(subject, judged.request) }, t("judgeRetry"));
    fill(box, h("p", { role: "alert", class: "failed" }, t("judgeFailed", judged.words)), h("div", { class: "row" }, again));
  } else {
    const accept = () => void send(subject, requestFor(subject, "accepted", {}));
    fill(
      box,
      h(
        "div",
        { class: "row", role: "group", "aria-label": t("judgeWhat", subject.code) },
        h("button", { type: "button", "data-key": `accept-${key}`, onclick: accept }, t("judge_accepted")),
        h("button", { type: "button", "data-key": `reject-${key}`, onclick: () => openForm(subject, "rejected") }, t("judge_rejected")),
        h("button", { type: "button", "data-key": `correct-${key}`, onclick: () => openForm(subject, "corrected") }, t("judge_corrected")),
      ),
    );
  }
}

/**
 * The buttons, the form, or what became of them.
 * @param {Judgeable} subject
 */
export function judge(subject) {
  const box = h("div", { class: "judge" });
  boxes.set(subject.key, box);
  draw(subject);
  return box;
}
