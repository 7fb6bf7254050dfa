// Being let in without copying a secret: show a code, wait until an administrator approves it.

import { call } from "./api.js";
import { byId } from "./dom.js";

/** @param {(token: string) => void} onConnected */
export function wirePairing(onConnected) {
  const dialog = byId("access");
  byId("pair").addEventListener("click", async () => {
    byId("pair").disabled = true;
    try {
      const started = await call("/v1/pair", { client: `Workbench in ${browserName()}` });
      tell(started.code, "An administrator lets you in on the page /pair, or with `osteotome pair approve`. Waiting…");
      const secret = await waitFor(started, () => dialog.open);
      if (secret) onConnected(secret);
    } catch (error) {
      tell("", error instanceof Error ? error.message : String(error));
    } finally {
      byId("pair").disabled = false;
    }
  });
  dialog.addEventListener("close", () => tell("", ""));
}

/**
 * The token, or null when the dialog was closed meanwhile; a refusal throws what the service says of it.
 * @param {{device: string, interval: number}} started
 * @param {() => boolean} wanted
 * @returns {Promise<string | null>}
 */
async function waitFor({ device, interval }, wanted) {
  while (wanted()) {
    const answer = await call("/v1/pair/claim", { device });
    if (answer.state === "connected") return answer.token;
    await new Promise((resolve) => setTimeout(resolve, interval * 1000));
  }
  return null;
}

/**
 * @param {string} code
 * @param {string} state
 */
function tell(code, state) {
  byId("pair-code").textContent = code;
  byId("pair-code").hidden = !code;
  byId("pair-state").textContent = state;
}

function browserName() {
  return /Firefox\//.test(navigator.userAgent) ? "Firefox" : /Edg\//.test(navigator.userAgent) ? "Edge" : "a Chromium browser";
}
