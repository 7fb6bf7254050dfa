// The badge: how many matches, or "!", and the same in words as the button's title. Never a word of the note.
import { api, t } from "../shared/browser.js";

const COLOURS = { suggest: "#0b6a4c", review: "#8a5300", no: "#57616d", fault: "#a3281c" };
const MOST = 999;

/**
 * @param {number} tabId
 * @param {string} text
 * @param {string} color
 * @param {string} title
 */
async function set(tabId, text, color, title) {
  try {
    await Promise.all([
      api.action.setBadgeText({ tabId, text }),
      api.action.setBadgeBackgroundColor({ tabId, color }),
      api.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
      api.action.setTitle({ tabId, title }),
    ]);
  } catch {
    return; // the tab was closed meanwhile
  }
}

/**
 * @param {number} tabId
 * @param {OsteotomeReport} report
 */
export function showReport(tabId, report) {
  const count = report.annotation.concepts.length;
  const [best] = report.annotation.suggestions.toSorted((a, b) => a.decision.localeCompare(b.decision)).reverse();
  const codes = report.annotation.suggestions.map(({ code }) => code).join(", ");
  const title = best ? t("titleCodes", count, codes) : t("titleNoCode", count);
  return set(tabId, count > MOST ? `${MOST}+` : String(count), COLOURS[best?.decision ?? "no"], title);
}

/**
 * @param {number} tabId
 * @param {OsteotomeFault} fault
 */
export function showFault(tabId, fault) {
  return set(tabId, "!", COLOURS.fault, t("titleFault", t(`fault_${fault.code}`, fault.detail ?? "")));
}

/** @param {number} tabId */
export const showBusy = (tabId) => set(tabId, "…", COLOURS.no, t("titleBusy"));

/** @param {number} tabId */
export const clear = (tabId) => set(tabId, "", COLOURS.no, t("actionTitle"));
