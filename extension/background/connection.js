// The connection test and pairing: from "installed" to "connected", each failure told apart.
import { api } from "../shared/browser.js";
import { annotate, ask, Fault } from "./api.js";

const TEST_LIMIT = 8_000;

/**
 * @param {import("./settings.js").Settings} settings
 * @returns {Promise<{ ok: true, version: string, name: string, open: boolean } | { ok: false, fault: OsteotomeFault }>}
 */
export async function test(settings) {
  try {
    const ready = await ask(settings, { method: "GET", path: "/readyz", limit: TEST_LIMIT });
    if (typeof ready.engine?.version !== "string") throw new Fault("notOsteotome", settings.address);
    const who = await ask(settings, { method: "GET", path: "/v1/whoami", limit: TEST_LIMIT });
    await annotate(settings, "Connection test.", { limit: TEST_LIMIT });
    return { ok: true, version: ready.engine.version, name: String(who.name ?? ""), open: who.open === true };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}

/**
 * @param {unknown} error
 * @returns {OsteotomeFault}
 */
export function faultOf(error) {
  if (error instanceof Fault) return { code: error.code, detail: error.detail };
  return { code: "unexpected", detail: error instanceof Error ? error.message : "" };
}

/**
 * Asks the service to let this browser in; an administrator approves the code.
 * @param {import("./settings.js").Settings} settings
 */
export async function startPairing(settings) {
  const { os } = await api.runtime.getPlatformInfo();
  const body = { client: `Osteotome extension (${os})` };
  const reply = await ask({ ...settings, token: "" }, { method: "POST", path: "/v1/pair", body });
  if (typeof reply.device !== "string" || typeof reply.code !== "string") throw new Fault("garbage", "pair");
  return { device: reply.device, code: reply.code, interval: Math.max(1, Number(reply.interval) || 3) };
}

/**
 * The token once the administrator approved; null while waiting.
 * @param {import("./settings.js").Settings} settings
 * @param {string} device
 * @returns {Promise<string | null>}
 */
export async function claimToken(settings, device) {
  const reply = await ask({ ...settings, token: "" }, { method: "POST", path: "/v1/pair/claim", body: { device } });
  if (reply.state === "waiting") return null;
  if (typeof reply.token !== "string") throw new Fault("garbage", "pair");
  return reply.token;
}
