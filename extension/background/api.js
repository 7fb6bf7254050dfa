// All HTTP is here. Callers name a call, never an address; every failure becomes one Fault with a code that has a message.
import "../shared/schema.js";
import "../shared/offsets.js";
import { api } from "../shared/browser.js";
import { isLoopback, patternOf } from "../shared/address.js";

const TIME_LIMIT = 30_000;
const PROBE_LIMIT = 3_000;
const MAX_REPLY = 64 * 1024 * 1024;

/** Why something could not be done. `code` picks the message, `detail` fills it. */
export class Fault extends Error {
  /**
   * @param {string} code
   * @param {string} [detail]
   */
  constructor(code, detail = "") {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** @type {Record<number, string>} */
const BY_STATUS = { 401: "refused", 403: "forbidden", 404: "notOsteotome", 413: "tooLarge", 429: "busy", 503: "busy" };

/**
 * @typedef {object} Call
 * @property {"GET" | "POST"} method
 * @property {string} path
 * @property {unknown} [body]
 * @property {AbortSignal} [signal] the user's wish to stop
 * @property {number} [limit] milliseconds
 */

/**
 * @param {import("./settings.js").Settings} settings
 * @param {Call} call
 * @returns {Promise<{ status: number, data: any }>} data is null if the reply was not JSON
 */
async function send(settings, { method, path, body, signal, limit = TIME_LIMIT }) {
  const clock = AbortSignal.timeout(limit);
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (settings.token) headers.Authorization = `Bearer ${settings.token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(settings.address + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([clock, signal]) : clock,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    const words = await response.text();
    return { status: response.status, data: words.length > MAX_REPLY ? null : parsed(words) };
  } catch (error) {
    if (signal?.aborted) throw new Fault("cancelled");
    if (clock.aborted) throw new Fault("timeout", String(Math.round(limit / 1000)));
    if (error instanceof Fault) throw error;
    throw await unreachable(settings.address);
  }
}

/** @param {string} words */
function parsed(words) {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
}

/**
 * Why no reply came: the browser forbids it, the name is wrong, or nothing listens.
 * @param {string} address
 */
async function unreachable(address) {
  const permitted = await api.permissions.contains({ origins: [patternOf(address)] });
  if (!permitted) return new Fault("blocked", address);
  try {
    // Gets an opaque reply wherever anything listens, so a failure before was the browser's (or a redirect).
    await fetch(address, { mode: "no-cors", signal: AbortSignal.timeout(PROBE_LIMIT), credentials: "omit" });
    return new Fault("blocked", address);
  } catch {
    return new Fault(isLoopback(new URL(address).hostname) ? "down" : "wrongAddress", address);
  }
}

/**
 * @param {number} status
 * @param {any} data
 */
function refusal(status, data) {
  const told = data?.error;
  const ours = typeof told?.code === "string" && typeof told.message === "string";
  const detail = ours ? [told.message, told.fix].filter((part) => typeof part === "string").join("; ").slice(0, 300) : String(status);
  if (status === 404 && ours) return new Fault("rejected", detail);
  const known = BY_STATUS[status];
  if (known) return new Fault(known, detail);
  if (status >= 500) return new Fault("serverFault", detail);
  return new Fault(ours ? "rejected" : "notOsteotome", detail);
}

/**
 * A call whose reply must be JSON with a status of success.
 * @param {import("./settings.js").Settings} settings
 * @param {Call} call
 */
export async function ask(settings, call) {
  const { status, data } = await send(settings, call);
  if (status >= 400) throw refusal(status, data);
  if (data === null || typeof data !== "object") throw new Fault("garbage");
  return data;
}

/**
 * The annotation of a text, checked against the contract, offsets in UTF-16 units.
 * @param {import("./settings.js").Settings} settings
 * @param {string} text well-formed
 * @param {{ signal?: AbortSignal, limit?: number }} [patience]
 * @returns {Promise<OsteotomeAnnotation>}
 */
export async function annotate(settings, text, patience = {}) {
  const body = { text, format: "text", offsets: "codepoint" };
  const data = await ask(settings, { method: "POST", path: "/v1/annotate", body, ...patience });
  const wrong = globalThis.Osteotome.schema.fault(data);
  if (wrong === "version") throw new Fault("version", String(data.schema));
  if (wrong === "schema" || wrong === "object") throw new Fault("notOsteotome", settings.address);
  if (wrong) throw new Fault("garbage", wrong);
  return globalThis.Osteotome.offsets.convert(data, text);
}
