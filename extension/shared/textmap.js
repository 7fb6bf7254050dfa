"use strict";
// Text and the map back to its nodes, built together so that they cannot disagree.
((osteotome) => {
  /** Runs of white space that are not one plain space: those need no change, and are nearly all. */
  const SPACES = / {2,}[ \t\n\r\f]*| ?[\t\n\r\f][ \t\n\r\f]*/g;
  const BLANKS = / {2,}[ \t\r\f]*| ?[\t\r\f][ \t\r\f]*|\n[ \t\r\f]*/g;

  /**
   * @param {number} code of a UTF-16 unit
   * @param {boolean} keepLines
   */
  const isBlank = (code, keepLines) => code === 32 || code === 9 || code === 13 || code === 12 || (code === 10 && !keepLines);

  /** @returns {OsteotomeMapBuilder} */
  function create() {
    /** @type {string[]} */
    const parts = [];
    /** @type {OsteotomePiece[]} */
    const pieces = [];
    let length = 0;
    let last = "";

    /** @param {string} words */
    const append = (words) => {
      parts.push(words);
      length += words.length;
      last = words[words.length - 1];
    };

    /** @type {(node: Text | OsteotomeField, words: string, nodeStart: number) => void} */
    const push = (node, words, nodeStart) => {
      if (!words) return;
      const piece = pieces[pieces.length - 1];
      const joins =
        piece?.node === node &&
        piece.nodeStart + piece.length === nodeStart &&
        piece.textStart + piece.length === length;
      if (joins) piece.length += words.length;
      else pieces.push({ node, nodeStart, textStart: length, length: words.length });
      append(words);
    };

    const endsInSpace = () => length === 0 || last === " " || last === "\n" || last === "\t";

    return {
      preserved: (node, data, from, to) => push(node, data.slice(from, to), from),

      collapsed(node, data, from, to, keepLines) {
        const pattern = keepLines ? BLANKS : SPACES;
        let start = from;
        if (endsInSpace()) while (start < to && isBlank(data.charCodeAt(start), keepLines)) start += 1;
        if (start === to) return;
        pattern.lastIndex = start;
        for (let run = pattern.exec(data); run && run.index < to; run = pattern.exec(data)) {
          const at = run.index;
          const end = Math.min(at + run[0].length, to);
          push(node, data.slice(start, at), start);
          if (keepLines && run[0][0] === "\n") push(node, "\n", at);
          else if (!endsInSpace()) push(node, " ", at);
          start = end;
        }
        push(node, data.slice(start, to), start);
      },

      newline(force = false) {
        if (length > 0 && (force || last !== "\n")) append("\n");
      },

      space() {
        if (!endsInSpace()) append(" ");
      },

      length: () => length,

      finish: () => ({ text: parts.join(""), pieces }),
    };
  }

  /**
   * Where a stretch of the text stands: one segment a node, synthetic text left out.
   * @param {OsteotomeMap} map
   * @param {number} start
   * @param {number} end
   * @returns {OsteotomeSegment[]}
   */
  function segments(map, start, end) {
    /** @type {OsteotomeSegment[]} */
    const found = [];
    for (let index = firstEndingAfter(map.pieces, start); index < map.pieces.length; index += 1) {
      const piece = map.pieces[index];
      if (piece.textStart >= end) break;
      const from = Math.max(start, piece.textStart) - piece.textStart + piece.nodeStart;
      const to = Math.min(end, piece.textStart + piece.length) - piece.textStart + piece.nodeStart;
      const previous = found[found.length - 1];
      if (previous?.node === piece.node && previous.end <= from) previous.end = to;
      else found.push({ node: piece.node, start: from, end: to });
    }
    return found;
  }

  /**
   * @param {OsteotomePiece[]} pieces
   * @param {number} offset
   */
  function firstEndingAfter(pieces, offset) {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle].textStart + pieces[middle].length <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  osteotome.textmap = { create, segments };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
