// Who may call: the token dialog, and whether the service is there and what its codes are called.

import { ServiceError, call, token } from "./api.js";
import { byId } from "./dom.js";

/** Code number to its plain title; filled by greet(). @type {Map<string, string>} */
export const titles = new Map();

export function wireAccess() {
  byId("token-button").addEventListener("click", openAccess);
  byId("access").addEventListener("close", async () => {
    const choice = byId("access").returnValue;
    if (choice === "save") token.keep(byId("token").value.trim());
    if (choice === "forget") token.forget();
    byId("token").value = "";
    if (choice === "save" || choice === "forget") await greet();
  });
}

export function openAccess() {
  byId("token").value = token.read();
  byId("access").showModal();
}

/** Say whether the service is ready, and fetch the codes' titles. */
export async function greet() {
  const service = byId("service");
  try {
    const answer = await call("/v1/codes");
    for (const one of answer.codes) titles.set(one.code, one.descriptor ?? one.title);
    service.dataset.state = "ready";
    service.textContent = "Service ready";
  } catch (error) {
    service.dataset.state = "down";
    service.textContent = error instanceof ServiceError && error.status === 401 ? "Token needed" : "Service not ready";
  }
}
