"use strict";
// One frame's reading: what was collected, where its marks are, and keeping them there while the page redraws.
((osteotome) => {
  const { anchor, collect, highlight, popover, quotes, scope: scopes, scroll, visibility, watch } = osteotome;

  /** @type {OsteotomeSnapshot | null} */
  let snapshot = null;
  /** @type {OsteotomeMark[]} */
  let marks = [];
  /** @type {OsteotomePlaced[]} */
  let placed = [];
  /** @type {ShadowRoot[]} */
  let roots = [];
  /** @type {Set<number> | null} */
  let shown = null;
  /** @type {number | null} */
  let active = null;
  /** @type {(result: { changed: boolean, lost: number[] }) => void} */
  let onMoved = () => {};
  let lastTold = "";

  /** @param {number | null} id */
  const byId = (id) => placed.find((one) => one.mark.id === id) ?? null;

  /** @param {OsteotomeScope} scope */
  function take(scope) {
    const fresh = scopes.take(scope);
    // Lone surrogates cannot be sent; their replacement has the same length, so the map still holds.
    fresh.map.text = fresh.map.text.toWellFormed();
    return fresh;
  }

  /** @param {OsteotomeScope} scope */
  function read(scope) {
    clear();
    snapshot = take(scope);
    roots = snapshot.roots;
    observe();
    const unreadable = visibility.unreadableFrames([document, ...roots]);
    return { scope: snapshot.scope, text: snapshot.map.text, unreadable, origin: location.origin };
  }

  function observe() {
    watch.start([document, ...roots], () => {
      const result = repair();
      if (result) tell(result);
    });
  }

  /** @param {{ changed: boolean, lost: number[] }} result */
  function tell(result) {
    const words = JSON.stringify(result);
    if (words !== lastTold) onMoved(result);
    lastTold = words;
  }

  /** @param {OsteotomeMark[]} found */
  function paint(found) {
    marks = found;
    lastTold = JSON.stringify({ changed: false, lost: [] });
    if (!snapshot || !marks.length) {
      watch.stop();
      return { unplaced: [], unpainted: [] };
    }
    if (watch.dirty()) {
      const result = repair();
      if (result) tell(result);
    } else {
      put(anchor.place(snapshot.map, marks));
      observe();
    }
    const there = new Map(placed.map((one) => [one.mark.id, one]));
    return {
      unplaced: marks.filter(({ id }) => !there.has(id)).map(({ id }) => id),
      unpainted: marks.filter(({ id }) => there.get(id)?.painted === false).map(({ id }) => id),
    };
  }

  /** @param {OsteotomePlaced[]} found */
  function put(found) {
    placed = found;
    highlight.paint(placed, roots, shown);
    highlight.activate(byId(active));
  }

  /** The same part of the page as it is now: the field that was read, else the page. */
  function retake() {
    const field = snapshot?.scope === "page" ? null : snapshot?.fields[0];
    const fresh = field?.isConnected
      ? collect.field(field, 0, field.value.length, "field")
      : collect.page();
    fresh.map.text = fresh.map.text.toWellFormed();
    return fresh;
  }

  /** Puts the marks back after the page changed; null if nothing was read. */
  function repair() {
    if (!snapshot || !marks.length) return null;
    const fresh = retake();
    const before = snapshot.map.text;
    const shift = snapshot.scope === "page" ? (fresh.map.text === before ? 0 : -1) : fresh.map.text.indexOf(before);
    const moved = marks.flatMap((mark) => {
      if (shift >= 0) return [{ ...mark, start: mark.start + shift, end: mark.end + shift }];
      const again = quotes.find(fresh.map.text, before, mark);
      return again ? [{ ...mark, ...again }] : [];
    });
    roots = fresh.roots;
    put(anchor.place(fresh.map, moved));
    observe();
    const there = new Set(placed.map((one) => one.mark.id));
    return { changed: shift < 0, lost: marks.filter(({ id }) => !there.has(id)).map(({ id }) => id) };
  }

  /** @type {(id: number, focusField: boolean) => boolean} */
  function jump(id, focusField) {
    const one = byId(id);
    if (!one) return false;
    scroll.to(one, focusField);
    activate(id);
    return true;
  }

  /** @param {number | null} id */
  function activate(id) {
    active = id;
    popover.hide();
    highlight.activate(byId(id));
  }

  /** @param {number} id */
  function explain(id) {
    const one = byId(id);
    if (!one) return false;
    scroll.to(one, false);
    activate(id);
    popover.show(one, true);
    return true;
  }

  /** @param {number[] | null} ids */
  function show(ids) {
    shown = ids && new Set(ids);
    highlight.paint(placed, roots, shown);
  }

  function clear() {
    watch.stop();
    popover.hide();
    highlight.clear();
    [snapshot, marks, placed, roots, shown, active] = [null, [], [], [], null, null];
  }

  osteotome.session = {
    collect: read,
    paint,
    jump,
    activate,
    explain,
    show,
    clear,
    flash: (id) => highlight.flash(byId(id)),
    visible: () => (shown ? placed.filter((one) => shown?.has(one.mark.id)) : placed),
    roots: () => roots,
    listen: (listener) => {
      onMoved = listener;
    },
  };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
