// What a page shows: what is painted in it, and everything of it that must not change.

const WHITE = /\s+/g;

/** Every range in the extension's highlights, in the order painted, read in the page's own world. */
export const painted = (frame) =>
  frame.evaluate(() => {
    const places = [];
    // A range inside a field does not tell its text: it is looked up in the field that it stands over.
    const fieldText = (range, box) => {
      const field = document.elementsFromPoint(box.x + 1, box.y + 1).find((one) => typeof one.value === "string")
        ?? [...document.querySelectorAll("textarea, input")].find((one) => {
          const around = one.getBoundingClientRect();
          return box.x >= around.x && box.right <= around.right && one.value.length >= range.endOffset;
        });
      return field.value.slice(range.startOffset, range.endOffset);
    };
    for (const [name, highlight] of CSS.highlights) {
      const [, kind, status] = /^osteotome-(\w+)-(\w+)$/.exec(name) ?? [];
      if (!kind) continue;
      for (const range of highlight) {
        const node = range.startContainer;
        const element = node?.nodeType === 3 ? node.parentElement : (node ?? null);
        const [box] = range.getClientRects();
        places.push({
          kind,
          status,
          text: node ? range.toString() : fieldText(range, box),
          one: node === range.endContainer,
          inside: element?.closest?.("[id]")?.id ?? "",
          box: box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null,
        });
      }
    }
    return places;
  });

/** The words of the active match, white space as one blank. */
export const active = (frame) =>
  frame.evaluate(() => [...(CSS.highlights.get("osteotome-active") ?? [])].join("").replace(/\s+/g, " "));

/** The page's DOM with all shadow roots the test can reach, and all field values, as text. */
export const everything = (frame) =>
  frame.evaluate(() => {
    const parts = [];
    const visit = (root) => {
      parts.push(root.documentElement?.outerHTML ?? root.innerHTML);
      for (const element of root.querySelectorAll("*")) {
        if ("value" in element && typeof element.value === "string") parts.push(element.value);
        const shadow = element.shadowRoot ?? globalThis.closedRoots?.get(element);
        if (shadow) visit(shadow);
      }
    };
    visit(document);
    return parts.join("\n");
  });

/** A picture of each place, to be compared with one taken later. */
export async function shotsOf(page, places) {
  await page.bringToFront();
  const shots = [];
  for (const { box } of places) {
    shots.push(await page.screenshot({ clip: { ...box, height: box.height + 4 }, encoding: "base64" }));
  }
  return shots;
}

/**
 * What is painted and what should be, each as one string by kind and status, white space left out;
 * the two are equal exactly if every match is painted at its words and nothing else is.
 */
export function compared(places, concepts, kindOf) {
  const grouped = (entries) => {
    const groups = {};
    for (const { key, text } of entries) groups[key] = (groups[key] ?? "") + text.replace(WHITE, "");
    return groups;
  };
  return {
    actual: grouped(places.map(({ kind, status, text }) => ({ key: `${kind} ${status}`, text }))),
    expected: grouped(concepts.map(({ concept, status, text }) => ({ key: `${kindOf(concept)} ${status}`, text }))),
  };
}
