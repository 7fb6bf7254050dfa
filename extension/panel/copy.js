// The result for other programs and for people, by way of the clipboard.
import { byId } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { asText } from "../shared/result-text.js";
import { showFault } from "./notices.js";
import { current } from "./state.js";

/** @param {string} words */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    byId("status").textContent = t("copied");
  } catch (error) {
    showFault(error);
  }
}

export function copyText() {
  const report = current();
  if (report) void copy(asText(report.annotation));
}

export function copyJson() {
  const report = current();
  if (report) void copy(JSON.stringify(report.annotation, (key, value) => (key === "verified" ? undefined : value), 2));
}
