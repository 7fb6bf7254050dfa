// A note from a file: chosen with the button or dropped on the pane.

import { byId } from "./dom.js";

/** @param {(file: File) => void} onFile */
export function wireFiles(onFile) {
  const input = /** @type {HTMLInputElement} */ (byId("file"));
  byId("open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) onFile(file);
  });
  const pane = byId("note-pane");
  pane.addEventListener("dragover", (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    pane.classList.add("dropping");
  });
  pane.addEventListener("dragleave", () => pane.classList.remove("dropping"));
  pane.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    pane.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });
}
