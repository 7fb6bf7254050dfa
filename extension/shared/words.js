// Contract names in the user's words.
import { api, t } from "./browser.js";

/**
 * A name of the contract in words; names that have no message are shown as they are, underscores as spaces.
 * @param {"concept" | "kind" | "status" | "side" | "level" | "section" | "means" | "document"} group
 * @param {string} name
 */
export function word(group, name) {
  return api.i18n.getMessage(`${group}_${name}`) || name.replaceAll("_", " ");
}

/**
 * What a concept is, in one line: "Proximal femoral osteotomy, performed".
 * @param {OsteotomeConcept} concept
 */
export function titleOf(concept) {
  return `${word("concept", concept.concept)}: ${word("status", concept.status)}`;
}

/**
 * Side, level and section, as far as they say something.
 * @param {OsteotomeConcept} concept
 * @returns {string[]}
 */
export function factsOf(concept) {
  const side = concept.side === "unspecified" ? [] : [word("side", concept.side)];
  const level = ["unspecified", "none"].includes(concept.level) ? [] : [word("level", concept.level)];
  return [...side, ...level, word("section", concept.section)].filter(Boolean);
}

/**
 * Why a concept has its status: the cues, quoted.
 * @param {OsteotomeConcept} concept
 */
export function cuesOf(concept) {
  return concept.cues.map((cue) => t("cueQuoted", cue.text, word("means", cue.means)));
}

/**
 * What the popover says below the title.
 * @param {OsteotomeConcept} concept
 * @param {OsteotomeAnnotation} annotation
 */
export function detailOf(concept, annotation) {
  const proves = annotation.suggestions.filter(({ evidence }) => evidence.includes(concept.id)).map(({ code }) => code);
  const against = [...annotation.ruled_out]
    .filter(({ evidence }) => evidence.includes(concept.id))
    .map(({ code }) => code);
  const lines = [factsOf(concept).join(" · "), ...cuesOf(concept)];
  if (proves.length) lines.push(t("provesCodes", proves.join(", ")));
  if (against.length) lines.push(t("ruledOutCodes", against.join(", ")));
  return lines.filter(Boolean).join("\n");
}
