"use strict";
// Which part of the page is meant: the selection, the focused field, or all of it.
((osteotome) => {
  const { collect, textmap, visibility } = osteotome;

  /** The focused element, looked for through shadow roots. */
  function focused() {
    let element = document.activeElement;
    for (let root = element && visibility.shadowOf(element); root?.activeElement; root = visibility.shadowOf(element)) {
      element = root.activeElement;
    }
    return element;
  }

  /** @returns {Range | null} */
  function selectedRange() {
    const chosen = document.getSelection();
    if (!chosen?.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    if (!range.collapsed) return range;
    const host = range.startContainer instanceof Element ? range.startContainer.childNodes[range.startOffset] : null;
    const shadow = host instanceof Element ? visibility.shadowOf(host) : null;
    if (!shadow || !chosen.getComposedRanges) return null;
    const [inner] = chosen.getComposedRanges({ shadowRoots: [shadow] });
    if (!inner || inner.collapsed || inner.startContainer.getRootNode() !== inner.endContainer.getRootNode()) return null;
    const copy = document.createRange();
    copy.setStart(inner.startContainer, inner.startOffset);
    copy.setEnd(inner.endContainer, inner.endOffset);
    return copy;
  }

  /**
   * What is asked for: the selection or else the page (`auto`), only the selection, the focused field, or the page.
   * @param {OsteotomeScope} scope
   * @returns {OsteotomeSnapshot} with an empty text if there is nothing of the kind
   */
  function take(scope) {
    if (scope === "page") return collect.page();
    const element = focused();
    if (element && visibility.readable(element)) {
      const { selectionStart, selectionEnd, value } = element;
      if (scope === "field") return collect.field(element, 0, value.length, "field");
      if (selectionStart !== null && selectionEnd !== null && selectionStart < selectionEnd) {
        return collect.field(element, selectionStart, selectionEnd, "selection");
      }
    }
    if (scope === "field") {
      const editor = element?.closest("[contenteditable]:not([contenteditable=false])");
      return editor ? collect.within(editor) : nothing("field");
    }
    const range = selectedRange();
    if (range?.toString().trim()) return collect.selection(range);
    return scope === "auto" ? collect.page() : nothing("selection");
  }

  /**
   * @param {OsteotomeScope} scope
   * @returns {OsteotomeSnapshot}
   */
  function nothing(scope) {
    return { map: textmap.create().finish(), scope, roots: [], fields: [] };
  }

  osteotome.scope = { take };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
