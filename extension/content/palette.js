"use strict";
// How marks look: a hue for the kind (Okabe-Ito, darkened for white pages), a line style for the status.
((osteotome) => {
  const PREFIX = "osteotome";
  const ACTIVE = `${PREFIX}-active`;
  const FLASH = `${PREFIX}-flash`;
  const inherited = !CSS.supports("-moz-user-select", "none");

  /** @type {Record<string, [string, string]>} red, green and blue on light pages and on dark ones; the workbench has the same */
  const HUES = {
    femur: ["0 114 178", "79 172 232"],
    othercut: ["47 143 196", "124 200 240"],
    pelvis: ["213 94 0", "238 124 38"],
    reduction: ["182 93 143", "216 138 182"],
    fixation: ["0 158 115", "20 183 137"],
    prosthesis: ["184 127 0", "230 159 0"],
    detail: ["143 133 0", "230 218 60"],
    context: ["107 117 128", "150 161 173"],
  };

  /** @type {Record<string, { line: string, tint: number }>} */
  const LINES = {
    performed: { line: "underline solid 2px", tint: 0.2 },
    approach: { line: "underline double 1.5px", tint: 0.06 },
    planned: { line: "underline dashed 2px", tint: 0.06 },
    hypothetical: { line: "underline wavy 1px", tint: 0.06 },
    historical: { line: "underline dotted 2px", tint: 0.06 },
    negated: { line: "underline line-through dotted 1.5px", tint: 0.06 },
  };

  /**
   * @param {string} kind
   * @param {string} status
   */
  const name = (kind, status) => `${PREFIX}-${kind}-${status}`;

  /**
   * The rules for these marks, as a style sheet's text. In Chromium a highlight's style is inherited, also into shadow
   * roots, so one rule on the root spares the browser from matching it against every element; Firefox needs the latter.
   * @param {[kind: string, status: string][]} used
   * @param {boolean} dark
   */
  function rules(used, dark) {
    const on = inherited ? ":root" : "";
    const marks = used.map(([kind, status]) => {
      const hue = HUES[kind][dark ? 1 : 0];
      const { line, tint } = LINES[status];
      return `${on}::highlight(${name(kind, status)}){background-color:rgb(${hue} / ${tint});text-decoration:${line} rgb(${hue})}`;
    });
    const plain = "background-color:Canvas;color:CanvasText;text-decoration-color:CanvasText";
    const forced = used.map(([kind, status]) => `${on}::highlight(${name(kind, status)}){${plain}}`);
    return [
      ...marks,
      `${on}::highlight(${FLASH}){background-color:#ffd54a;color:#1a1a1a}`,
      `${on}::highlight(${ACTIVE}){background-color:#ffc21a;color:#1a1a1a;text-decoration:underline solid 2px #1a1a1a}`,
      "@media (forced-colors: active){",
      ...forced,
      `${on}::highlight(${FLASH}),${on}::highlight(${ACTIVE}){background-color:Highlight;color:HighlightText}`,
      "}",
    ].join("\n");
  }

  /** Whether the page shows light text on dark ground. */
  function isDark() {
    const colour = document.body ? getComputedStyle(document.body).color : "";
    const [red, green, blue] = (colour.match(/^rgba?\(([\d., ]+)/)?.[1] ?? "0,0,0").split(",").map(Number);
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
  }

  osteotome.palette = { rules, name, isDark, inherited, ACTIVE, FLASH };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
