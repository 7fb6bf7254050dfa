// Who may call: the token dialog, and whether the service is there, who we are to it and what its codes are called.

import { ServiceError, call, token } from "./api.js";
import { byId } from "./dom.js";
import { wirePairing } from "./pairing.js";

/** Code number to its plain title; filled by greet(). @type {Map<string, string>} */
export const titles = new Map();

export function wireAccess() {
  const dialog = byId("access");
  byId("token-button").addEventListener("click", openAccess);
  dialog.addEventListener("close", async () => {
    const choice = dialog.returnValue;
    if (choice === "save") token.keep(byId("token").value.trim());
    if (choice === "forget") token.forget();
    byId("token").value = "";
    if (choice === "save" || choice === "forget") await greet();
  });
  wirePairing((secret) => {
    token.keep(secret);
    dialog.close("paired");
    return greet();
  });
}

export function openAccess() {
  byId("token").value = token.read();
  byId("access").returnValue = "";
  byId("access").showModal();
}

/** Say whether the service is ready and who we are to it, and fetch the codes' titles. */
export async function greet() {
  const service = byId("service");
  try {
    const [answer, who] = await Promise.all([call("/v1/codes"), call("/v1/whoami")]);
    for (const one of answer.codes) titles.set(one.code, one.descriptor ?? one.title);
    service.dataset.state = "ready";
    service.textContent = who.open ? "Service ready" : `Service ready for ${who.name}`;
    byId("who").textContent = who.open ? "This service needs no token from this machine." : `You are ${who.name}, role ${who.role}.`;
    byId("pairing").hidden = who.open;
    byId("reports-link").hidden = who.role !== "admin";
  } catch (error) {
    service.dataset.state = "down";
    const refused = error instanceof ServiceError && error.status === 401;
    service.textContent = refused ? "Token needed" : "Service not ready";
    if (refused) byId("who").textContent = "This service wants a token.";
  }
}
