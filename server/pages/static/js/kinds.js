// What the concept and status names of the contract are called and how they are grouped for the eye.

/** Eight groups, one Okabe-Ito hue each (css/base.css holds the hues). */
export const KINDS = [
  { id: "femur", label: "Proximal femoral cut", concepts: ["femoral_osteotomy"] },
  {
    id: "othercut",
    label: "Other femoral cut",
    concepts: ["neck_osteotomy", "trochanter_osteotomy", "shaft_or_distal_femoral_osteotomy"],
  },
  { id: "pelvis", label: "Pelvic, tibial cut", concepts: ["pelvic_osteotomy", "tibial_osteotomy"] },
  { id: "reduction", label: "Open reduction", concepts: ["open_reduction_hip"] },
  { id: "fixation", label: "Fixation, cast", concepts: ["fixation", "cast", "hardware_removal", "graft"] },
  { id: "prosthesis", label: "Prosthesis, fracture", concepts: ["arthroplasty", "fracture_fixation"] },
  { id: "detail", label: "Level, side, correction", concepts: ["level", "side", "correction", "landmark"] },
  { id: "context", label: "Diagnosis, other", concepts: [] },
];

export const STATUSES = [
  { id: "performed", label: "Performed" },
  { id: "approach", label: "Approach" },
  { id: "planned", label: "Planned" },
  { id: "hypothetical", label: "Hypothetical" },
  { id: "historical", label: "Historical" },
  { id: "negated", label: "Negated" },
];

const kindOfConcept = new Map(KINDS.flatMap((kind) => kind.concepts.map((name) => [name, kind.id])));
const rank = new Map(KINDS.map((kind, index) => [kind.id, index]));

/**
 * The group that a concept name belongs to; an unknown name is context.
 * @param {string} concept
 * @returns {string}
 */
export function kindOf(concept) {
  return kindOfConcept.get(concept) ?? "context";
}

/**
 * The place of a group in the order of importance, 0 first.
 * @param {string} kind
 */
export function rankOf(kind) {
  return rank.get(kind) ?? KINDS.length;
}

/**
 * A contract name in words: "femoral_osteotomy" -> "femoral osteotomy".
 * @param {string} name
 */
export function words(name) {
  return name.replaceAll("_", " ");
}
