"use strict";
// One walk over the page builds the text and its map together: blocks, cells, collapsed white space, shadow roots, fields.
((osteotome) => {
  const { textmap, visibility } = osteotome;

  /**
   * @typedef {object} Walk
   * @property {OsteotomeMapBuilder} builder
   * @property {ShadowRoot[]} roots
   * @property {OsteotomeField[]} fields
   * @property {Range | null} clip read only what is inside; null for everything
   */

  /**
   * @param {Node} node
   * @param {Walk} walk
   * @param {CSSStyleDeclaration} style of the parent element
   */
  function visit(node, walk, style) {
    if (node.nodeType === Node.TEXT_NODE) visitText(/** @type {Text} */ (node), walk, style);
    else if (node.nodeType === Node.ELEMENT_NODE) visitElement(/** @type {Element} */ (node), walk);
  }

  /** @type {(node: Text, walk: Walk, style: CSSStyleDeclaration) => void} */
  function visitText(node, walk, style) {
    const { data } = node;
    if (!data || style.visibility !== "visible") return;
    const [from, to] = clipped(node, walk.clip);
    if (from >= to) return;
    const space = style.whiteSpace;
    if (space === "normal" || space === "nowrap") walk.builder.collapsed(node, data, from, to, false);
    else if (space === "pre-line") walk.builder.collapsed(node, data, from, to, true);
    else walk.builder.preserved(node, data, from, to);
  }

  /** @type {(node: Text, clip: Range | null) => [number, number]} */
  function clipped(node, clip) {
    if (!clip) return [0, node.data.length];
    const from = node === clip.startContainer ? clip.startOffset : 0;
    const to = node === clip.endContainer ? clip.endOffset : node.data.length;
    return touches(node, clip) ? [from, to] : [0, 0];
  }

  /**
   * Nodes in the shadow tree of an element inside the clip are inside it too, though `intersectsNode` denies it.
   * @type {(node: Node, clip: Range) => boolean}
   */
  function touches(node, clip) {
    return node.getRootNode() !== clip.startContainer.getRootNode() || clip.intersectsNode(node);
  }

  /** @type {(element: Element, walk: Walk) => void} */
  function visitElement(element, walk) {
    if (walk.clip && !touches(element, walk.clip)) return;
    if (element.tagName === "BR") {
      walk.builder.newline(true);
      return;
    }
    const style = getComputedStyle(element);
    if (visibility.skipped(element, style)) return;
    const { display } = style;
    const inline = display.startsWith("inline") || display === "contents" || display.startsWith("ruby");
    const cell = display === "table-cell";
    if (!inline && !cell) walk.builder.newline();
    if (cell) walk.builder.space();
    if (element.tagName === "INPUT" || element.tagName === "TEXTAREA") visitField(element, walk, style);
    else visitChildren(element, walk, style);
    if (!inline && !cell) walk.builder.newline();
    if (cell) walk.builder.space();
  }

  /** @type {(element: Element, walk: Walk, style: CSSStyleDeclaration) => void} */
  function visitField(element, walk, style) {
    if (!visibility.readable(element) || style.visibility !== "visible" || !element.value) return;
    walk.fields.push(element);
    walk.builder.newline();
    walk.builder.preserved(element, element.value, 0, element.value.length);
    walk.builder.newline();
  }

  /** @type {(element: Element, walk: Walk, style: CSSStyleDeclaration) => void} */
  function visitChildren(element, walk, style) {
    const shadow = visibility.shadowOf(element);
    if (shadow) {
      walk.roots.push(shadow);
      for (let child = shadow.firstChild; child; child = child.nextSibling) visit(child, walk, style);
      return;
    }
    if (element instanceof HTMLSlotElement) {
      const assigned = element.assignedNodes();
      if (assigned.length) {
        for (const node of assigned) visit(node, walk, style);
        return;
      }
    }
    if (element instanceof HTMLDetailsElement && !element.open) {
      const summary = element.querySelector(":scope > summary");
      if (summary) visit(summary, walk, style);
      return;
    }
    for (let child = element.firstChild; child; child = child.nextSibling) visit(child, walk, style);
  }

  /** @returns {Walk} */
  function newWalk() {
    return { builder: textmap.create(), roots: [], fields: [], clip: null };
  }

  /** @type {(walk: Walk, scope: OsteotomeScope) => OsteotomeSnapshot} */
  function finish(walk, scope) {
    return { map: walk.builder.finish(), scope, roots: walk.roots, fields: walk.fields };
  }

  /** The whole page. */
  function page() {
    const walk = newWalk();
    if (document.body) visitElement(document.body, walk);
    return finish(walk, "page");
  }

  /**
   * What a range covers, first and last text node clipped to it.
   * @param {Range} range
   */
  function selection(range) {
    const walk = { ...newWalk(), clip: range };
    let top = range.commonAncestorContainer;
    if (top.nodeType === Node.TEXT_NODE && top.parentNode) top = top.parentNode;
    const parent = top instanceof ShadowRoot ? top.host : top instanceof Element ? top : document.body;
    if (top instanceof ShadowRoot) walk.roots.push(top);
    const style = getComputedStyle(parent);
    for (let child = top.firstChild; child; child = child.nextSibling) visit(child, walk, style);
    return finish(walk, "selection");
  }

  /**
   * A stretch of a form field's value.
   * @param {OsteotomeField} element
   * @param {number} from
   * @param {number} to
   * @param {OsteotomeScope} scope
   */
  function field(element, from, to, scope) {
    const walk = newWalk();
    walk.fields.push(element);
    walk.builder.preserved(element, element.value, from, to);
    return finish(walk, scope);
  }

  /**
   * An editable element and all in it.
   * @param {Element} editor
   */
  function within(editor) {
    const walk = newWalk();
    visitElement(editor, walk);
    return finish(walk, "field");
  }

  osteotome.collect = { page, selection, field, within };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
