/** The service's answer, as in the contract, and what the extension adds to it once its offsets are checked. */

type OsteotomeStatus = "performed" | "negated" | "historical" | "planned" | "hypothetical" | "approach";

interface OsteotomeCue {
  start: number;
  end: number;
  text: string;
  means: string;
  rule: string;
}

interface OsteotomeConcept {
  id: number;
  start: number;
  end: number;
  text: string;
  concept: string;
  status: OsteotomeStatus;
  side: string;
  level: string;
  section: string;
  rule: string;
  cues: OsteotomeCue[];
  /** Added here: the offsets lead to exactly `text` in what was sent. */
  verified?: boolean;
}

interface OsteotomeQuestion {
  text: string;
  indicators: number[];
  options: string[];
}

interface OsteotomeSuggestion {
  code: string;
  decision: "suggest" | "review";
  side: string;
  level: string;
  modifiers: string[];
  reason: string;
  evidence: number[];
  against: number[];
  questions: OsteotomeQuestion[];
  advice?: { text: string; source: string }[];
}

interface OsteotomeRuledOut {
  code: string;
  reason: string;
  evidence: number[];
}

interface OsteotomeAnnotation {
  schema: number;
  engine: { version: string; knowledge: string };
  offsets: "codepoint" | "utf16";
  document: {
    kind: string;
    episodes: { kind: string; start: number; end: number }[];
    sections: { category: string; start: number; end: number }[];
  };
  concepts: OsteotomeConcept[];
  suggestions: OsteotomeSuggestion[];
  ruled_out: OsteotomeRuledOut[];
}

/** One frame's share of the text that was read: `text.slice(base, base + length)`. */
interface OsteotomeFrame {
  frameId: number;
  base: number;
  length: number;
}

/** What a frame could not be read, or why a request failed; `code` picks the message. */
interface OsteotomeFault {
  code: string;
  detail?: string;
}

/** Everything the panel shows for one tab; it lives in the tab's own top frame and dies with the page. */
interface OsteotomeReport {
  annotation: OsteotomeAnnotation;
  text: string;
  scope: OsteotomeScope;
  frames: OsteotomeFrame[];
  /** Origins of frames that the extension may not read. */
  unreadable: string[];
  /** Concepts that stand in the list but are not painted. */
  unplaced: number[];
  /** Concepts that sit in form fields which this browser cannot paint. */
  unpainted: number[];
  /** Concepts whose words are no longer on the page. */
  lost: number[];
  /** Frames whose text is no longer the text that was read. */
  changedFrames: number[];
  active: number | null;
  /** Concepts that the panel's filters let through, in reading order; null is all of them. */
  shown: number[] | null;
}

/** A report without text and words. */
type OsteotomeOutline = Omit<OsteotomeReport, "annotation" | "text"> & {
  concepts: { id: number; start: number; end: number }[];
};

type OsteotomeScope = "auto" | "page" | "selection" | "field";
