// Pairing: shows the code that an administrator approves, and waits for the token.
import { ask } from "../shared/ask.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { good, plain } from "./outcome.js";

const LONGEST = 10 * 60_000;

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * Resolves when the token has arrived or the code is too old; raises what the service refuses.
 * @param {string} address
 */
export async function pair(address) {
  const { device, code, interval } = await ask("pair", { address });
  plain(t("pairShow"), h("code", {}, code), t("pairHow", code));
  for (const start = Date.now(); Date.now() - start < LONGEST; ) {
    await pause(interval);
    const { connected } = await ask("claim", { device });
    if (connected) {
      good(t("pairDone"));
      return;
    }
  }
  plain(t("pairLate"));
}
