// How panel and options ask the background.
import { api } from "./browser.js";

/** A failure that has a message of its own: `fault_<code>`. */
export class AskError extends Error {
  /** @param {OsteotomeFault} fault */
  constructor(fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/**
 * @param {string} type
 * @param {Record<string, unknown>} [fields]
 * @returns {Promise<any>}
 */
export async function ask(type, fields = {}) {
  let reply;
  try {
    reply = await api.runtime.sendMessage({ type, ...fields });
  } catch {
    throw new AskError({ code: "backgroundStopped" });
  }
  if (reply === undefined || reply === null) throw new AskError({ code: "backgroundStopped" });
  if (reply.fault) throw new AskError(reply.fault);
  return reply.value;
}

/**
 * @param {unknown} error
 * @returns {OsteotomeFault}
 */
export function faultFrom(error) {
  return error instanceof AskError ? error.fault : { code: "unexpected", detail: error instanceof Error ? error.message : "" };
}
