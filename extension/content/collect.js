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
   * @property {Set<Element> | null} silenced elements of the tree being walked that are not for reading
   */

  /**
   * An element while its children are read; what only its own text needs is looked up when it has some.
   * @typedef {object} Parent
   * @property {CSSStyleDeclaration} style
   * @property {boolean} [visible]
   * @property {"collapse" | "lines" | "preserve"} [space]
   */

  /**
   * @param {Node} node
   * @param {Walk} walk
   * @param {Parent} parent
   */
  function visit(node, walk, parent) {
    if (node.nodeType === Node.TEXT_NODE) visitText(/** @type {Text} */ (node), walk, parent);
    else if (node.nodeType === Node.ELEMENT_NODE) visitElement(/** @type {Element} */ (node), walk);
  }

  /** @type {(node: Text, walk: Walk, parent: Parent) => void} */
  function visitText(node, walk, parent) {
    const { data } = node;
    parent.visible ??= parent.style.visibility === "visible";
    if (!data || !parent.visible) return;
    let from = 0;
    let to = data.length;
    if (walk.clip) {
      if (!touches(node, walk.clip)) return;
      if (node === walk.clip.startContainer) from = walk.clip.startOffset;
      if (node === walk.clip.endContainer) to = walk.clip.endOffset;
    }
    parent.space ??= spaceOf(parent.style);
    if (parent.space === "preserve") walk.builder.preserved(node, data, from, to);
    else walk.builder.collapsed(node, data, from, to, parent.space === "lines");
  }

  /** The longhand where there is one: reading the shorthand `white-space` costs several times as much. */
  const LONGHAND = CSS.supports("white-space-collapse", "collapse");

  /** @param {CSSStyleDeclaration} style */
  function spaceOf(style) {
    const space = LONGHAND ? style.getPropertyValue("white-space-collapse") : style.whiteSpace;
    if (space === "collapse" || space === "normal" || space === "nowrap") return "collapse";
    return space === "preserve-breaks" || space === "pre-line" ? "lines" : "preserve";
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
    const trait = visibility.traitOf(element.tagName);
    if (trait === "skip" || walk.silenced?.has(element)) return;
    if (walk.clip && !touches(element, walk.clip)) return;
    if (trait === "break") {
      walk.builder.newline(true);
      return;
    }
    const style = getComputedStyle(element);
    const { display } = style;
    if (visibility.skipped(element, style, display)) return;
    const cell = display === "table-cell";
    const inline = cell || display.startsWith("inline") || display === "contents" || display.startsWith("ruby");
    const mark = cell ? walk.builder.space : walk.builder.newline;
    if (cell || !inline) mark();
    if (trait === "field") visitField(element, walk, style);
    else visitChildren(element, trait, walk, { style });
    if (cell || !inline) mark();
  }

  /** @type {(element: Element, walk: Walk, style: CSSStyleDeclaration) => void} */
  function visitField(element, walk, style) {
    if (!visibility.readable(element) || style.visibility !== "visible" || !element.value) return;
    walk.fields.push(element);
    walk.builder.newline();
    walk.builder.preserved(element, element.value, 0, element.value.length);
    walk.builder.newline();
  }

  /** @type {(element: Element, trait: OsteotomeTrait | undefined, walk: Walk, parent: Parent) => void} */
  function visitChildren(element, trait, walk, parent) {
    const shadow = trait === "host" ? visibility.shadowOf(element) : null;
    if (shadow) {
      const { silenced } = walk;
      walk.roots.push(shadow);
      walk.silenced = visibility.silenced(shadow);
      visitAll(shadow, walk, parent);
      walk.silenced = silenced;
      return;
    }
    if (trait === "slot") {
      const assigned = /** @type {HTMLSlotElement} */ (element).assignedNodes();
      for (const node of assigned) visit(node, walk, parent);
      if (assigned.length) return;
    }
    if (trait === "details" && !element.hasAttribute("open")) {
      const summary = element.querySelector(":scope > summary");
      if (summary) visit(summary, walk, parent);
      return;
    }
    visitAll(element, walk, parent);
  }

  /** @type {(top: Node, walk: Walk, parent: Parent) => void} */
  function visitAll(top, walk, parent) {
    for (let child = top.firstChild; child; child = child.nextSibling) visit(child, walk, parent);
  }

  /** @returns {Walk} */
  function newWalk() {
    return { builder: textmap.create(), roots: [], fields: [], clip: null, silenced: visibility.silenced(document) };
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
    if (top instanceof ShadowRoot) {
      walk.roots.push(top);
      walk.silenced = visibility.silenced(top);
    }
    visitAll(top, walk, { style: getComputedStyle(parent) });
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
