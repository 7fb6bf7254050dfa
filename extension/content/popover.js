"use strict";
// The note beside a mark: one element in the top layer with a closed shadow root, there only while it is shown.
((osteotome) => {
  const { pick } = osteotome;
  const CSS_TEXT = `
    :host { all: initial; position: fixed; inset: auto; margin: 0; padding: 0; border: 0; background: none; overflow: visible; color-scheme: light dark; pointer-events: none; }
    .card { box-sizing: border-box; max-width: 340px; padding: 9px 12px 10px; border-radius: 8px; font: 13px/1.45 system-ui, sans-serif;
      color: light-dark(#17212b, #e8edf2); background: light-dark(#ffffff, #1d252d); border: 1px solid light-dark(#c6d0d9, #46535f);
      box-shadow: 0 6px 24px rgb(0 0 0 / 0.22); pointer-events: auto; }
    .title { margin: 0; font-weight: 650; }
    .detail { margin: 3px 0 0; color: light-dark(#45525e, #b4c0cb); white-space: pre-line; }
    .keys { margin: 6px 0 0; font-size: 11px; color: light-dark(#5d6a76, #97a4b0); }
  `;

  let howToClose = "Esc";

  /** @type {HTMLElement | null} */
  let element = null;

  /**
   * @param {string} tag
   * @param {string} className
   * @param {string} text
   */
  function line(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text;
    return node;
  }

  /**
   * @param {{ title: string, detail: string }} words
   * @param {boolean} spoken announce it to screen readers (it was asked for by key)
   */
  function build({ title, detail }, spoken) {
    hide();
    const host = document.createElement("osteotome-popover");
    host.setAttribute("popover", "manual");
    host.setAttribute("role", spoken ? "status" : "tooltip");
    const root = host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
    root.adoptedStyleSheets = [sheet];
    const card = line("div", "card", "");
    card.append(line("p", "title", title));
    if (detail) card.append(line("p", "detail", detail));
    if (spoken) card.append(line("p", "keys", howToClose));
    root.append(card);
    document.documentElement.append(host);
    host.showPopover();
    element = host;
    return host;
  }

  /**
   * @param {HTMLElement} host
   * @param {DOMRect} anchor
   */
  function put(host, anchor) {
    const box = host.getBoundingClientRect();
    const left = Math.max(8, Math.min(anchor.left, innerWidth - box.width - 8));
    const below = anchor.bottom + 6;
    const top = below + box.height < innerHeight - 4 ? below : Math.max(4, anchor.top - box.height - 6);
    host.style.left = `${left}px`;
    host.style.top = `${top}px`;
  }

  /**
   * @param {OsteotomePlaced} placed
   * @param {boolean} pinned shown by key: announced, and stays until Esc or the next one
   */
  function show(placed, pinned) {
    const anchor = pick.rect(placed);
    if (anchor) put(build(placed.mark, pinned), anchor);
  }

  /**
   * A message of the extension itself, at the top right.
   * @param {string} text
   */
  function notice(text) {
    put(build({ title: "Osteotome", detail: text }, true), new DOMRect(innerWidth, 0, 0, 8));
  }

  function hide() {
    element?.remove();
    element = null;
  }

  /** @param {string} words */
  function sayHowToClose(words) {
    howToClose = words;
  }

  osteotome.popover = { sayHowToClose, show, notice, hide, host: () => element };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
