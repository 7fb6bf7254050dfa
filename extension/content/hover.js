"use strict";
// Shows the popover when the pointer rests on a mark. Looks only after the pointer has stopped, and never moves the focus.
((osteotome) => {
  const { pick, popover, session } = osteotome;
  const DWELL = 150;

  let timer = 0;
  let pinned = false;
  /** @type {OsteotomePlaced | null} */
  let shown = null;
  /** @type {() => boolean} */
  let alive = () => true;

  /** @param {PointerEvent} event */
  function onMove(event) {
    clearTimeout(timer);
    if (event.composedPath().includes(/** @type {Element} */ (popover.host()))) return;
    const { clientX, clientY } = event;
    timer = setTimeout(() => rest(clientX, clientY), DWELL);
  }

  /** @type {(x: number, y: number) => void} */
  function rest(x, y) {
    if (!alive()) return;
    const found = pick.at(x, y, session.visible(), session.roots());
    if (found === shown && popover.host()) return;
    if (found) {
      popover.show(found, false);
      pinned = false;
    } else if (!pinned) popover.hide();
    shown = found;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key !== "Escape" || !popover.host()) return;
    if (pinned) event.stopPropagation();
    hide();
  }

  function hide() {
    clearTimeout(timer);
    popover.hide();
    shown = null;
    pinned = false;
  }

  function onScroll() {
    if (!pinned) hide();
  }

  /** @param {() => boolean} check whether the extension is still there; deals with it if not */
  function start(check) {
    alive = check;
    document.addEventListener("pointermove", onMove, { passive: true, capture: true });
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("scroll", onScroll, { passive: true, capture: true });
  }

  function stop() {
    hide();
    document.removeEventListener("pointermove", onMove, true);
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("scroll", onScroll, true);
  }

  const pin = () => {
    pinned = true;
  };

  osteotome.hover = { start, stop, pin };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
