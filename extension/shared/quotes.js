"use strict";
// Finding a quote again in a text that changed: the exact words, with the same words around them, nearest to the old place.
((osteotome) => {
  const CONTEXT = 32;
  /** An edit nearer than this may change what the words mean ("not " put before them), so the quote counts as lost. */
  const NEAR = 16;

  /**
   * @param {string} text the text now
   * @param {string} before the text in which the mark's offsets hold
   * @param {{ start: number, end: number, text: string }} mark
   * @returns {OsteotomeRejoined | null} null if the words are gone, or their neighbours changed
   */
  function find(text, before, mark) {
    const prefix = before.slice(Math.max(0, mark.start - CONTEXT), mark.start);
    const suffix = before.slice(mark.end, mark.end + CONTEXT);
    const places = occurrences(text, mark.text)
      .map((start) => ({
        start,
        left: endAlike(text.slice(Math.max(0, start - CONTEXT), start), prefix),
        right: startAlike(text.slice(start + mark.text.length, start + mark.text.length + CONTEXT), suffix),
        distance: Math.abs(start - mark.start),
      }))
      .filter(({ left, right }) => left >= Math.min(NEAR, prefix.length) && right >= Math.min(NEAR, suffix.length))
      .sort((a, b) => b.left + b.right - a.left - a.right || a.distance - b.distance);
    return places.length ? { start: places[0].start, end: places[0].start + mark.text.length } : null;
  }

  /**
   * @param {string} text
   * @param {string} words
   */
  function occurrences(text, words) {
    const found = [];
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
    return found;
  }

  /** @type {(a: string, b: string) => number} */
  function startAlike(a, b) {
    let count = 0;
    while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
    return count;
  }

  /** @type {(a: string, b: string) => number} */
  function endAlike(a, b) {
    let count = 0;
    while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
    return count;
  }

  osteotome.quotes = { find };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
