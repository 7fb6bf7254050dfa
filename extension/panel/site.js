// Always on for this site: a switch of its own, and the permission for just this site.
import { ask } from "../shared/ask.js";
import { byId, fill, h, isNew } from "../shared/dom.js";
import { api, t } from "../shared/browser.js";
import { patternOf } from "../shared/address.js";
import { showFault } from "./notices.js";
import { current, state } from "./state.js";

/** The frames of other origins belong to the site, too. */
function patterns() {
  return [state.origin ?? "", ...(current()?.unreadable ?? [])].filter(Boolean).map(patternOf);
}

/** @param {Event} event */
async function toggle(event) {
  const box = /** @type {HTMLInputElement} */ (event.target);
  isNew("site"); // whatever comes of it, the box is drawn anew
  const origin = state.origin ?? "";
  try {
    if (!box.checked) state.siteOn = (await ask("siteOff", { pattern: patternOf(origin) })).on === true;
    else if (await api.permissions.request({ origins: patterns() })) {
      state.siteOn = (await ask("siteOn", { origin })).on === true;
    }
  } catch (error) {
    showFault(error);
  }
  renderSite();
}

export function renderSite() {
  const { origin } = state;
  if (!isNew("site", origin, state.siteOn)) return;
  const able = origin !== null && /^https?:/.test(origin);
  const box = h("input", { type: "checkbox", id: "always-on", "data-key": "always-on", onchange: toggle });
  box.checked = state.siteOn;
  fill(
    byId("site"),
    able && h("label", {}, box, h("span", {}, t("alwaysOn", new URL(origin).host))),
    !able && h("span", { class: "muted" }, t("alwaysOnHow")),
  );
}
