"use strict";
// Brings a mark to the middle of the view, through scrolling boxes, shadow roots, frames and form fields.
((osteotome) => {
  /** @param {Element} element */
  const parentOf = (element) =>
    element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;

  /** @param {Element} element */
  function scrolls(element) {
    if (element === document.scrollingElement) return false;
    if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth) return false;
    return /auto|scroll|overlay/.test(getComputedStyle(element).overflow);
  }

  /**
   * @param {Element} box
   * @param {DOMRect} rect
   */
  function centreIn(box, rect) {
    const view = box.getBoundingClientRect();
    const inside = rect.top >= view.top + 8 && rect.bottom <= view.top + box.clientHeight - 8;
    if (!inside) box.scrollTop += rect.top + rect.height / 2 - view.top - box.clientHeight / 2;
    if (rect.left < view.left || rect.right > view.left + box.clientWidth) {
      box.scrollLeft += rect.left + rect.width / 2 - view.left - box.clientWidth / 2;
    }
  }

  /** @param {Range} range */
  function toRange(range) {
    const start = range.startContainer;
    for (let box = start instanceof Element ? start : start.parentElement; box; box = parentOf(box)) {
      if (scrolls(box)) centreIn(box, range.getBoundingClientRect());
    }
    const rect = range.getBoundingClientRect();
    if (rect.top < 40 || rect.bottom > innerHeight - 40) scrollBy({ top: rect.top + rect.height / 2 - innerHeight / 2 });
    if (rect.left < 0 || rect.right > innerWidth) scrollBy({ left: rect.left - innerWidth / 3 });
  }

  /**
   * @param {OsteotomeField} element
   * @param {number} start
   * @param {number} end
   */
  function toField(element, start, end) {
    element.scrollIntoView({ block: "nearest" });
    element.focus({ preventScroll: true });
    element.setSelectionRange(start, end);
    const line = parseFloat(getComputedStyle(element).lineHeight) || 18;
    const share = start / Math.max(1, element.value.length);
    const top = share * element.scrollHeight;
    if (top < element.scrollTop + line || top > element.scrollTop + element.clientHeight - 2 * line) {
      element.scrollTop = top - element.clientHeight / 2;
    }
  }

  /**
   * @param {OsteotomePlaced} placed
   * @param {boolean} focusField select the words in a form field that cannot be painted
   */
  function to({ ranges, field, painted }, focusField) {
    if (window.frameElement) window.frameElement.scrollIntoView({ block: "nearest" });
    if (field && (focusField || !painted)) toField(field.element, field.start, field.end);
    else if (field) {
      field.element.scrollIntoView({ block: "nearest" });
      centreIn(field.element, ranges[0].getBoundingClientRect());
    } else if (ranges[0]) toRange(ranges[0]);
  }

  osteotome.scroll = { to };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
