// A classic script in <head>: the theme must be set before the first paint.
"use strict";

(() => {
  const key = "osteotome.theme";
  const stored = readChoice();
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;

  function readChoice() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is blocked by policy: the system's theme holds
    }
  }
})();
