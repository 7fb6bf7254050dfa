// Sites where the extension is always on: opt-in, one at a time, each with its own off switch.
import { api } from "../shared/browser.js";
import { patternOf } from "../shared/address.js";
import { FILES } from "./injector.js";
import { load, saveSites } from "./settings.js";

/** @param {string} pattern */
const idOf = (pattern) => `always-on ${pattern}`;

/** @param {string} pattern */
async function register(pattern) {
  await api.scripting.registerContentScripts([
    {
      id: idOf(pattern),
      matches: [pattern],
      js: FILES,
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: "document_idle",
    },
  ]);
}

/** @param {string[]} patterns */
async function unregister(patterns) {
  const there = await api.scripting.getRegisteredContentScripts();
  const ids = there.map(({ id }) => id).filter((id) => patterns.some((pattern) => id === idOf(pattern)));
  if (ids.length) await api.scripting.unregisterContentScripts({ ids });
}

/**
 * Turns a site on; the permission was asked for by the page that the user clicked in.
 * @param {string} origin
 */
export async function turnOn(origin) {
  const pattern = patternOf(origin);
  const { sites } = await load();
  if (!(await api.permissions.contains({ origins: [pattern] }))) return { fault: "permissionMissing" };
  await unregister([pattern]);
  await register(pattern);
  await saveSites([...new Set([...sites, pattern])]);
  return { on: true };
}

/**
 * Turns a site off and gives its permission back.
 * @param {string} pattern
 */
export async function turnOff(pattern) {
  const { sites, address } = await load();
  await unregister([pattern]);
  await saveSites(sites.filter((site) => site !== pattern));
  const fixed = api.runtime.getManifest().host_permissions ?? [];
  if (!fixed.includes(pattern) && pattern !== patternOf(address)) await api.permissions.remove({ origins: [pattern] });
  return { on: false };
}

/**
 * Whether a page's site is always on.
 * @param {string | undefined} url
 */
export async function isOn(url) {
  if (!url || !/^https?:/.test(url)) return false;
  const { sites } = await load();
  return sites.includes(patternOf(url));
}

/** After an update or a permission taken back in the browser's own pages: registrations follow the settings again. */
export async function resync() {
  const { sites } = await load();
  const kept = [];
  for (const pattern of sites) {
    if (await api.permissions.contains({ origins: [pattern] })) kept.push(pattern);
  }
  await unregister(sites);
  for (const pattern of kept) await register(pattern);
  if (kept.length !== sites.length) await saveSites(kept);
}
