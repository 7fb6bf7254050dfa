"use strict";
// Which mark is under a point, and where a mark is on screen.
((osteotome) => {
  const { kinds } = osteotome;

  /**
   * The most important mark under a point of the viewport.
   * @param {number} x
   * @param {number} y
   * @param {OsteotomePlaced[]} placed
   * @param {ShadowRoot[]} roots
   */
  function at(x, y, placed, roots) {
    const hits = CSS.highlights.highlightsFromPoint ? fromPoint(x, y, placed, roots) : byRects(x, y, placed);
    hits.sort((a, b) => kinds.rankOf(a.mark.kind) - kinds.rankOf(b.mark.kind) || size(a) - size(b));
    return hits[0] ?? null;
  }

  /** @type {(x: number, y: number, placed: OsteotomePlaced[], roots: ShadowRoot[]) => OsteotomePlaced[]} */
  function fromPoint(x, y, placed, roots) {
    const found = CSS.highlights.highlightsFromPoint?.(x, y, { shadowRoots: roots }) ?? [];
    const under = new Set(found.flatMap((hit) => hit.ranges));
    return placed.filter((one) => one.ranges.some((range) => under.has(range)));
  }

  /** For browsers without `highlightsFromPoint`. @type {(x: number, y: number, placed: OsteotomePlaced[]) => OsteotomePlaced[]} */
  function byRects(x, y, placed) {
    return placed.filter((one) => one.ranges.some((range) => [...range.getClientRects()].some((box) => holds(box, x, y))));
  }

  /** @type {(box: DOMRect, x: number, y: number) => boolean} */
  const holds = (box, x, y) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

  /** @param {OsteotomePlaced} placed */
  const size = ({ mark }) => mark.end - mark.start;

  /**
   * The first line box of a mark; the field's box where the words in it cannot be located.
   * @param {OsteotomePlaced} placed
   * @returns {DOMRect | null}
   */
  function rect({ ranges, field }) {
    const [first] = ranges;
    if (first) return first.getClientRects()[0] ?? first.getBoundingClientRect();
    return field?.element.getBoundingClientRect() ?? null;
  }

  osteotome.pick = { at, rect };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
