"use strict";
// From offsets in the collected text to ranges in the page: one range for each text node that a mark touches.
((osteotome) => {
  const { textmap } = osteotome;

  /**
   * @param {OsteotomeMap} map
   * @param {OsteotomeMark[]} marks
   * @returns {OsteotomePlaced[]} without the marks whose words are not where their offsets say
   */
  function place(map, marks) {
    return marks.flatMap((mark) => {
      if (map.text.slice(mark.start, mark.end) !== mark.text) return [];
      const segments = textmap.segments(map, mark.start, mark.end);
      if (!segments.length) return [];
      const [first] = segments;
      const field = first.node instanceof Text ? null : { element: first.node, start: first.start, end: first.end };
      const ranges = segments.map(rangeOf).filter((range) => range !== null);
      return [{ mark, ranges, field, painted: ranges.length === segments.length }];
    });
  }

  /**
   * @param {OsteotomeSegment} segment
   * @returns {Range | null} null in a form field of a browser that cannot point into its value
   */
  function rangeOf({ node, start, end }) {
    if (!(node instanceof Text)) return node.createValueRange?.(start, end) ?? null;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  }

  osteotome.anchor = { place };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
