// Copying to the clipboard, with an answer that eye and ear both get.

import { announce, h } from "./dom.js";

/**
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
  const button = h("button", { type: "button", class: "quiet copy" }, label);
  wireCopy(button, label, text);
  return button;
}

/**
 * @param {HTMLElement} button
 * @param {string} label
 * @param {() => string} text
 */
export function wireCopy(button, label, text) {
  button.addEventListener("click", async () => {
    const done = await copy(text());
    button.textContent = done ? "Copied" : "Not copied";
    announce(done ? `${label}: copied` : "The browser did not allow copying");
    setTimeout(() => (button.textContent = label), 1600);
  });
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // no clipboard API on plain http away from loopback
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
