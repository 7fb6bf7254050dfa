"use strict";
// The concepts of the contract in eight groups for the eye, most important first; the workbench has the same groups.
((osteotome) => {
  const KINDS = [
    { id: "femur", concepts: ["femoral_osteotomy"] },
    { id: "othercut", concepts: ["neck_osteotomy", "trochanter_osteotomy", "shaft_or_distal_femoral_osteotomy"] },
    { id: "pelvis", concepts: ["pelvic_osteotomy", "tibial_osteotomy"] },
    { id: "reduction", concepts: ["open_reduction_hip"] },
    { id: "fixation", concepts: ["fixation", "cast", "hardware_removal", "graft"] },
    { id: "prosthesis", concepts: ["arthroplasty", "fracture_fixation"] },
    { id: "detail", concepts: ["level", "side", "correction", "landmark"] },
    { id: "context", concepts: [] },
  ];

  /** @type {OsteotomeStatus[]} */
  const STATUSES = ["performed", "approach", "planned", "hypothetical", "historical", "negated"];

  const byConcept = new Map(KINDS.flatMap((kind) => kind.concepts.map((name) => [name, kind.id])));
  const ranks = new Map(KINDS.map((kind, index) => [kind.id, index]));

  osteotome.kinds = {
    KINDS,
    STATUSES,
    kindOf: (concept) => byConcept.get(concept) ?? "context",
    rankOf: (kind) => ranks.get(kind) ?? KINDS.length,
  };
})((globalThis.Osteotome ??= /** @type {any} */ ({})));
