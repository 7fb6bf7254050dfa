"use strict";
// Paints with the CSS Custom Highlight API only: the page's DOM is never touched.
((osteotome) => {
  const { palette, kinds } = osteotome;
  const supported = typeof Highlight === "function" && Boolean(CSS.highlights);

  /** @type {CSSStyleSheet | null} */
  let sheet = null;
  let text = "";
  /** @type {Set<Document | ShadowRoot>} */
  const styled = new Set();
  /** @type {Set<string>} */
  const names = new Set();

  /**
   * @param {ShadowRoot[]} roots
   * @param {OsteotomePlaced[]} placed
   */
  function style(roots, placed) {
    if (!sheet) sheet = new CSSStyleSheet();
    const used = new Map(placed.map(({ mark }) => [palette.name(mark.kind, mark.status), mark]));
    const pairs = [...used.values()].map((mark) => /** @type {[string, string]} */ ([mark.kind, mark.status]));
    const wanted = palette.rules(pairs, palette.isDark());
    if (wanted !== text) sheet.replaceSync(wanted);
    text = wanted;
    for (const root of palette.inherited ? [document] : [document, ...roots]) {
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
      styled.add(root);
    }
  }

  /**
   * @param {string} name
   * @param {AbstractRange[]} ranges
   * @param {number} priority
   */
  function set(name, ranges, priority) {
    if (!ranges.length) {
      CSS.highlights.delete(name);
      names.delete(name);
      return;
    }
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
    names.add(name);
  }

  /**
   * @param {OsteotomePlaced[]} placed
   * @param {ShadowRoot[]} roots
   * @param {Set<number> | null} shown ids to paint; null for all
   */
  function paint(placed, roots, shown) {
    if (!supported) return;
    style(roots, placed);
    /** @type {Map<string, { ranges: Range[], priority: number }>} */
    const groups = new Map();
    for (const { mark, ranges } of placed) {
      if (shown && !shown.has(mark.id)) continue;
      const name = palette.name(mark.kind, mark.status);
      const group = groups.get(name) ?? { ranges: [], priority: kinds.KINDS.length - kinds.rankOf(mark.kind) };
      group.ranges.push(...ranges);
      groups.set(name, group);
    }
    for (const name of names) {
      if (!groups.has(name) && name !== palette.ACTIVE && name !== palette.FLASH) set(name, [], 0);
    }
    for (const [name, { ranges, priority }] of groups) set(name, ranges, priority);
  }

  /** @param {OsteotomePlaced | null} placed */
  const activate = (placed) => {
    if (supported) set(palette.ACTIVE, placed?.ranges ?? [], 100);
  };

  /** @param {OsteotomePlaced | null} placed */
  const flash = (placed) => {
    if (supported) set(palette.FLASH, placed?.ranges ?? [], 90);
  };

  /** Takes away every mark and the style sheets. */
  function clear() {
    for (const name of [...names]) set(name, [], 0);
    for (const root of styled) {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    }
    styled.clear();
  }

  osteotome.highlight = { supported, paint, activate, flash, clear };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
