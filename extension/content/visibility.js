"use strict";
// What of a page counts as its visible text, and what no extension may look into.
((osteotome) => {
  /**
   * @param {OsteotomeTrait} trait
   * @param {string[]} tags
   * @returns {[string, OsteotomeTrait][]}
   */
  const all = (trait, tags) => tags.map((tag) => [tag, trait]);

  /** What is special about an element, by its tag name; those with a dash may have a shadow root, too. */
  const TRAITS = new Map([
    ...all("skip", [
      "SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD", "IFRAME", "FRAME", "OBJECT", "EMBED", "CANVAS",
      "VIDEO", "AUDIO", "SELECT", "DATALIST", "METER", "PROGRESS", "svg", "math", "MATH",
    ]),
    ...all("host", [
      "ARTICLE", "ASIDE", "BLOCKQUOTE", "BODY", "DIV", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6",
      "HEADER", "MAIN", "NAV", "P", "SECTION", "SPAN",
    ]),
    ...all("break", ["BR"]),
    ...all("field", ["INPUT", "TEXTAREA"]),
    ...all("slot", ["SLOT"]),
    ...all("details", ["DETAILS"]),
  ]);
  const READABLE_INPUTS = new Set(["text", "search", "url", "email", "tel"]);
  const PRIVATE = /one-time-code|password|cc-/;

  const SEE_THROUGH = { opacityProperty: true };

  /**
   * @param {string} tag
   * @returns {OsteotomeTrait | undefined}
   */
  const traitOf = (tag) => TRAITS.get(tag) ?? (tag.includes("-") ? "host" : undefined);

  /**
   * Whether an element and all in it are left out. `visibility: hidden` is not among the reasons: what is in it may be visible.
   * @param {Element} element
   * @param {CSSStyleDeclaration} style its computed style
   * @param {string} display the same style's display
   */
  function skipped(element, style, display) {
    // An element that a shadow root has no slot for has no computed style in Chromium.
    if (display === "none" || display === "") return true;
    // Only a box can hide its content from being laid out, so inline elements get by with the cheaper question.
    if (display === "inline" || display === "contents") return style.opacity === "0";
    return !element.checkVisibility(SEE_THROUGH);
  }

  /**
   * The elements of a tree that say themselves that they are not for reading; nearly always none.
   * @param {Document | ShadowRoot} root
   * @returns {Set<Element> | null}
   */
  function silenced(root) {
    const found = root.querySelectorAll('[aria-hidden="true"], [inert]');
    return found.length ? new Set(found) : null;
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
   * The open or closed shadow root of an element that can have one. Chromium takes long to answer for a closed one, so
   * there only custom elements and empty ones are asked for: what a closed root hides of the others is left out by its style.
   * @param {Element} element
   * @returns {ShadowRoot | null}
   */
  function shadowOf(element) {
    if (element.shadowRoot) return element.shadowRoot;
    if (traitOf(element.tagName) !== "host") return null;
    if (element.openOrClosedShadowRoot !== undefined) return element.openOrClosedShadowRoot;
    if (element.firstChild && !element.tagName.includes("-")) return null;
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

  osteotome.visibility = { traitOf, skipped, silenced, readable, shadowOf, unreadableFrames };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
