// Settings: what the policy says comes first, then what the user chose, then the defaults.
import { api } from "../shared/browser.js";
import { DEFAULT_ADDRESS, normalise } from "../shared/address.js";
import { readToken, writeToken } from "./vault.js";

/**
 * @typedef {object} Settings
 * @property {string} address of the service, normalised
 * @property {string} token empty if there is none
 * @property {boolean} rerun on sites that are always on, read a changed page again by itself
 * @property {string[]} sites match patterns of the sites that are always on
 * @property {string[] | null} allowedSites origins that the policy allows; null for all
 * @property {boolean} locked the policy forbids changes
 * @property {string[]} managed names of the values that the policy sets
 */

const MAX_TOKEN = 4096;

/** Keeps content scripts out of the extension's storage where the browser can (Chromium). */
export async function guardStorage() {
  await api.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/** @returns {Promise<Record<string, any>>} */
async function policy() {
  try {
    return await api.storage.managed.get(null);
  } catch {
    return {}; // Firefox rejects where no policy is set
  }
}

/** @returns {Promise<Settings>} */
export async function load() {
  const [fixed, chosen, token] = await Promise.all([policy(), api.storage.local.get(null), readToken()]);
  const wanted = normalise(String(fixed.serverUrl ?? chosen.serverUrl ?? DEFAULT_ADDRESS));
  return {
    address: "address" in wanted ? wanted.address : DEFAULT_ADDRESS,
    token: typeof fixed.token === "string" ? fixed.token : token,
    rerun: chosen.rerun === true,
    sites: Array.isArray(chosen.sites) ? chosen.sites : [],
    allowedSites: Array.isArray(fixed.allowedSites) ? fixed.allowedSites.map(String) : null,
    locked: fixed.lockSettings === true,
    managed: ["serverUrl", "token", "allowedSites"].filter((name) => fixed[name] !== undefined),
  };
}

/**
 * @param {{ address?: string, token?: string, rerun?: boolean }} values token undefined: leave it as it is
 * @returns {Promise<{ fault: string } | { address: string }>}
 */
export async function save(values) {
  const current = await load();
  const wanted = normalise(values.address ?? current.address);
  if (current.locked) return { fault: "settingsLocked" };
  if ("fault" in wanted) return wanted;
  if ((values.token ?? "").length > MAX_TOKEN || /[^\x21-\x7e]/.test(values.token ?? "")) return { fault: "tokenShape" };
  await api.storage.local.set({ serverUrl: wanted.address, rerun: values.rerun ?? current.rerun });
  if (values.token !== undefined) await writeToken(values.token);
  return wanted;
}

/** @param {string[]} sites */
export const saveSites = (sites) => api.storage.local.set({ sites });
