// The settings: where the service is, how to get in, where the extension is always on.
import { patternOf, normalise } from "../shared/address.js";
import { ask, faultFrom } from "../shared/ask.js";
import { api, t } from "../shared/browser.js";
import { byId, fill, h, translate } from "../shared/dom.js";
import { pair } from "./pair.js";
import { bad, good, plain } from "./outcome.js";

const address = /** @type {HTMLInputElement} */ (byId("address"));
const token = /** @type {HTMLInputElement} */ (byId("token"));
const rerun = /** @type {HTMLInputElement} */ (byId("rerun"));

/** What is typed, if it can be an address; says what is wrong if not. */
function typedAddress() {
  const wanted = normalise(address.value);
  const fault = "fault" in wanted ? t(wanted.fault) : "";
  byId("address-fault").textContent = fault;
  address.setAttribute("aria-invalid", String(Boolean(fault)));
  return "address" in wanted ? wanted.address : null;
}

/** An empty token field leaves the stored token as it is. */
const typedToken = () => (token.value.trim() ? { token: token.value.trim() } : {});

/**
 * The browser's leave to talk to that host; must be asked for before anything is awaited.
 * @param {string} wanted
 */
const allow = (wanted) => api.permissions.request({ origins: [patternOf(wanted)] });

/** @param {() => Promise<void>} work */
async function shown(work) {
  try {
    await work();
  } catch (error) {
    bad(faultFrom(error));
  }
}

/** @param {SubmitEvent} event */
function save(event) {
  event.preventDefault();
  const wanted = typedAddress();
  if (!wanted) return;
  const allowed = allow(wanted);
  void shown(async () => {
    await allowed;
    const saved = await ask("save", { address: wanted, rerun: rerun.checked, ...typedToken() });
    if (saved.fault) bad({ code: "addressWrong", detail: t(saved.fault) });
    else good(t("optionsSaved"));
    await load();
  });
}

function test() {
  const wanted = typedAddress();
  if (!wanted) return;
  const allowed = allow(wanted);
  void shown(async () => {
    await allowed;
    plain(t("testRunning"));
    const result = await ask("test", { address: wanted, ...typedToken() });
    if (!result.ok) bad(result.fault);
    else good(t("testGood", result.version), result.open ? t("testOpen") : t("testAs", result.name));
  });
}

function startPairing() {
  const wanted = typedAddress();
  if (!wanted) return;
  const allowed = allow(wanted);
  void shown(async () => {
    await allowed;
    await pair(wanted);
    await load();
  });
}

function forgetToken() {
  void shown(async () => {
    await ask("save", { address: typedAddress() ?? "", rerun: rerun.checked, token: "" });
    good(t("optionsForgotten"));
    await load();
  });
}

/** @param {string} pattern */
function siteEntry(pattern) {
  const off = () => void shown(async () => {
    await ask("siteOff", { pattern });
    await load();
  });
  const name = pattern.replace(/\/\*$/, "");
  return h("li", {}, h("code", {}, name), h("button", { type: "button", "aria-label": t("siteOffLabel", name), onclick: off }, t("siteOff")));
}

async function load() {
  const settings = await ask("settings");
  address.value = settings.address;
  token.value = "";
  rerun.checked = settings.rerun;
  byId("token-help").textContent = settings.hasToken ? t("optionsTokenThere") : t("optionsTokenNone");
  byId("locked").hidden = !settings.locked;
  address.disabled = settings.locked || settings.managed.includes("serverUrl");
  token.disabled = settings.locked || settings.managed.includes("token");
  byId("forget").hidden = !settings.hasToken || token.disabled;
  const sites = settings.sites.map(siteEntry);
  fill(byId("sites"), sites.length ? sites : h("li", { class: "muted" }, t("optionsSitesNone")));
}

async function showKeys() {
  const commands = await api.commands.getAll();
  fill(
    byId("keys"),
    commands.flatMap((command) => [
      h("dt", {}, command.description || t("commandRead")),
      h("dd", {}, command.shortcut || t("keyUnset")),
    ]),
  );
}

translate();
document.documentElement.lang = api.i18n.getUILanguage();
document.title = t("optionsTitle");
byId("service").addEventListener("submit", (event) => save(/** @type {SubmitEvent} */ (event)));
byId("test").addEventListener("click", test);
byId("pair").addEventListener("click", startPairing);
byId("forget").addEventListener("click", forgetToken);
address.addEventListener("change", typedAddress);
await shown(load);
await shown(showKeys);
