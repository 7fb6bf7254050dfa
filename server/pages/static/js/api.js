// Every call to the service goes through here; a failure becomes one sentence that says what to do.

const tokenKey = "osteotome.token";

export class ServiceError extends Error {
  /**
   * @param {string} message
   * @param {number} status 0 when no answer came
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export const token = {
  read: () => sessionStorage.getItem(tokenKey) ?? "",
  /** @param {string} value */
  keep: (value) => sessionStorage.setItem(tokenKey, value),
  forget: () => sessionStorage.removeItem(tokenKey),
};

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON with POST; without it the call is a GET
 * @returns {Promise<any>}
 */
export function call(path, body) {
  if (body === undefined) return send(path, { method: "GET" });
  return send(path, { method: "POST", body: JSON.stringify(body) }, "application/json");
}

/**
 * Send a file as a form; the browser writes the form's own Content-Type.
 * @param {string} path
 * @param {Record<string, string | File>} fields
 * @returns {Promise<any>}
 */
export function upload(path, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return send(path, { method: "POST", body: form });
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @param {string} [type]
 */
async function send(path, request, type) {
  const headers = new Headers({ Accept: "application/json" });
  if (token.read()) headers.set("Authorization", `Bearer ${token.read()}`);
  if (type) headers.set("Content-Type", type);
  const whole = { ...request, headers, signal: AbortSignal.timeout(60_000) };
  const response = await fetch(path, whole).catch((error) => {
    throw new ServiceError(unreachable(error), 0);
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ServiceError(refusal(response, answer), response.status);
  if (answer === null) throw new ServiceError("The service answered with something that is not JSON.", response.status);
  return answer;
}

/** @param {unknown} error */
function unreachable(error) {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return "The service gave no answer within a minute. Try a shorter note, or look at the service's log.";
  }
  return "The service cannot be reached. Is `osteotome serve` still running?";
}

/**
 * @param {Response} response
 * @param {any} answer
 */
function refusal(response, answer) {
  if (response.status === 401) return "The service wants a token: open Access at the top and enter one.";
  const { message = "", fix = "", request_id: id = "" } = answer?.error ?? {};
  const said = [message, fix].filter((part) => typeof part === "string" && part).join("; ");
  if (response.status === 403) return `The service refused this page. ${said}`.trim();
  if (response.status === 413) return `The note is larger than the service accepts. ${said}`.trim();
  if (response.status === 500) return `The service failed on this note. Its log says where, under the request ${id}.`;
  if (response.status === 503) return `The service is busy. ${said}`.trim();
  return said ? `The service refused: ${said}.` : `The service answered ${response.status}.`;
}
