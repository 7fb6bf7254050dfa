"use strict";
// What of a page counts as its visible text, and what no extension may look into.
((osteotome) => {
  const SKIPPED = new Set([
    "SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD", "IFRAME", "FRAME", "OBJECT", "EMBED", "CANVAS",
    "VIDEO", "AUDIO", "SELECT", "DATALIST", "METER", "PROGRESS", "svg", "math", "MATH",
  ]);
  const HOSTS = new Set([
    "ARTICLE", "ASIDE", "BLOCKQUOTE", "BODY", "DIV", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6",
    "HEADER", "MAIN", "NAV", "P", "SECTION", "SPAN",
  ]);
  const READABLE_INPUTS = new Set(["text", "search", "url", "email", "tel"]);
  const PRIVATE = /one-time-code|password|cc-/;

  /**
   * @param {Element} element
   * @param {CSSStyleDeclaration} style its computed style
   */
  function skipped(element, style) {
    return (
      SKIPPED.has(element.tagName) ||
      style.display === "none" ||
      style.opacity === "0" ||
      element.getAttribute("aria-hidden") === "true" ||
      element.hasAttribute("inert")
    );
  }

  /**
   * Whether a form field may be read: text fields, never passwords, codes or card numbers; read-only ones too.
   * @param {Element} element
   * @returns {element is OsteotomeField}
   */
  function readable(element) {
    if (PRIVATE.test(element.getAttribute("autocomplete") ?? "")) return false;
    if (element instanceof HTMLTextAreaElement) return true;
    return element instanceof HTMLInputElement && READABLE_INPUTS.has(element.type);
  }

  /**
   * The open or closed shadow root of an element that can have one.
   * @param {Element} element
   * @returns {ShadowRoot | null}
   */
  function shadowOf(element) {
    if (element.shadowRoot) return element.shadowRoot;
    if (!HOSTS.has(element.tagName) && !element.tagName.includes("-")) return null;
    if (element.openOrClosedShadowRoot !== undefined) return element.openOrClosedShadowRoot;
    return chrome.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (element)) ?? null;
  }

  /**
   * Origins of the embedded frames that hold a page of another origin; whether they are readable the background knows.
   * @param {(Document | ShadowRoot)[]} roots
   * @returns {string[]}
   */
  function unreadableFrames(roots) {
    const origins = roots.flatMap((root) =>
      [...root.querySelectorAll("iframe, frame")].map((frame) => originOf(/** @type {HTMLIFrameElement} */ (frame))),
    );
    return origins.filter((origin) => origin !== null && origin !== location.origin).map(String);
  }

  /** @param {HTMLIFrameElement} frame */
  function originOf(frame) {
    if (frame.hasAttribute("srcdoc") || !frame.src) return null;
    const url = URL.parse(frame.src);
    return url && /^https?:$/.test(url.protocol) ? url.origin : null;
  }

  osteotome.visibility = { skipped, readable, shadowOf, unreadableFrames };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
