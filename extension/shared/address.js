// Which addresses the service may have: plain http only for this computer, https for any other.

export const DEFAULT_ADDRESS = "http://127.0.0.1:27165";
const DEFAULT_PORT = "27165";
const LOOPBACK = new Set(["127.0.0.1", "localhost"]);
const KNOWN_ENDINGS = /\/(v1(\/annotate)?|healthz|readyz|docs)?\/*$/;

/** @typedef {{ address: string } | { fault: string }} Normalised */

/**
 * The address as it is used, from what a person typed: `host:port`, a full address, with or without a final slash.
 * @param {string} typed
 * @returns {Normalised} `fault` is the name of the message that says what is wrong
 */
export function normalise(typed) {
  const words = typed.trim();
  if (!words) return { fault: "addressEmpty" };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(words)?.[1]?.toLowerCase();
  if (scheme && scheme !== "http" && scheme !== "https") return { fault: "addressScheme" };
  const url = URL.parse(scheme ? words : `${isLoopback(hostOf(words)) ? "http" : "https"}://${words}`);
  if (!url || /\s/.test(words)) return { fault: "addressShape" };
  if (url.username || url.password) return { fault: "addressPassword" };
  if (url.search || url.hash) return { fault: "addressQuery" };
  if (url.protocol === "http:" && !isLoopback(url.hostname)) return { fault: "addressPlain" };
  if (!scheme && isLoopback(url.hostname) && !url.port) url.port = DEFAULT_PORT;
  return { address: url.origin + url.pathname.replace(KNOWN_ENDINGS, "") };
}

/** @param {string} words */
const hostOf = (words) => words.split(/[:/]/, 1)[0].toLowerCase();

/** @param {string} host */
export const isLoopback = (host) => LOOPBACK.has(host);

/**
 * The match pattern that covers an address or origin; ports stay out, as Firefox takes none.
 * @param {string} address
 */
export function patternOf(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}
