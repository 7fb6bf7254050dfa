"use strict";
// Notices that the page changed under the marks. Runs only while there are marks, and waits longer where looking costs more.
((osteotome) => {
  const WAIT = 250;
  const LONGEST_WAIT = 1000;
  const COST_SHARE = 20;

  /** @type {MutationObserver | null} */
  let observer = null;
  /** @type {() => void} */
  let report = () => {};
  let timer = 0;
  let firstSeen = 0;
  let cost = 0;
  let changed = false;

  /** @param {MutationRecord[]} records */
  function seen(records) {
    if (!records.some(foreign)) return;
    changed = true;
    schedule();
  }

  /** Not the popover of this extension coming or going. @param {MutationRecord} record */
  function foreign(record) {
    const nodes = [...record.addedNodes, ...record.removedNodes];
    return record.type !== "childList" || nodes.some((node) => node.nodeName !== "OSTEOTOME-POPOVER");
  }

  function schedule() {
    const now = performance.now();
    if (!timer) firstSeen = now;
    clearTimeout(timer);
    const wait = Math.max(WAIT, cost * COST_SHARE);
    const left = firstSeen + Math.max(LONGEST_WAIT, wait) - now;
    timer = setTimeout(look, Math.max(0, Math.min(wait, left)));
  }

  function look() {
    timer = 0;
    const began = performance.now();
    report();
    cost = performance.now() - began;
  }

  function onInput() {
    changed = true;
    schedule();
  }

  /**
   * @param {(Document | ShadowRoot)[]} roots
   * @param {() => void} onChange
   */
  function start(roots, onChange) {
    stop();
    report = onChange;
    changed = false;
    observer = new MutationObserver(seen);
    for (const root of roots) observer.observe(root, { childList: true, characterData: true, subtree: true });
    document.addEventListener("input", onInput, true);
    document.addEventListener("change", onInput, true);
  }

  function stop() {
    observer?.disconnect();
    observer = null;
    clearTimeout(timer);
    timer = 0;
    document.removeEventListener("input", onInput, true);
    document.removeEventListener("change", onInput, true);
  }

  /** Whether anything changed since `start`, observed or still queued. */
  function dirty() {
    if (observer) changed ||= observer.takeRecords().some(foreign);
    return changed || !observer;
  }

  osteotome.watch = { start, stop, dirty };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
