/** What the classic files share: each adds one member to `globalThis.Osteotome`. */

/** A form field whose value is read as text. */
type OsteotomeField = HTMLTextAreaElement | HTMLInputElement;

/** A stretch of collected text that is, character for character, a stretch of one node's data or value. */
interface OsteotomePiece {
  node: Text | OsteotomeField;
  nodeStart: number;
  textStart: number;
  length: number;
}

/** Collected text and where it came from; text in no piece (line breaks between blocks) is synthetic. */
interface OsteotomeMap {
  text: string;
  pieces: OsteotomePiece[];
}

/** What is special about an element when a page is read. */
type OsteotomeTrait = "skip" | "host" | "break" | "field" | "slot" | "details";

interface OsteotomeSegment {
  node: Text | OsteotomeField;
  start: number;
  end: number;
}

interface OsteotomeMapBuilder {
  preserved(node: Text | OsteotomeField, data: string, from: number, to: number): void;
  collapsed(node: Text, data: string, from: number, to: number, keepLines: boolean): void;
  newline(force?: boolean): void;
  space(): void;
  length(): number;
  finish(): OsteotomeMap;
}

/** A walk's result: the map, the shadow roots it went through and the fields it read. */
interface OsteotomeSnapshot {
  map: OsteotomeMap;
  scope: OsteotomeScope;
  roots: ShadowRoot[];
  fields: OsteotomeField[];
}

/** A concept as a frame knows it: offsets are the frame's own. */
interface OsteotomeMark {
  id: number;
  start: number;
  end: number;
  text: string;
  kind: string;
  status: OsteotomeStatus;
  /** Words for the popover, made in the background. */
  title: string;
  detail: string;
}

/** A mark in place. `field` is set where the words stand in a form field. */
interface OsteotomePlaced {
  mark: OsteotomeMark;
  ranges: Range[];
  field: { element: OsteotomeField; start: number; end: number } | null;
  painted: boolean;
}

interface OsteotomeRejoined {
  start: number;
  end: number;
}

interface OsteotomeApi {
  offsets: {
    toUtf16(text: string, sorted: number[]): (number | null)[];
    convert(annotation: OsteotomeAnnotation, text: string): OsteotomeAnnotation;
  };
  textmap: {
    create(): OsteotomeMapBuilder;
    segments(map: OsteotomeMap, start: number, end: number): OsteotomeSegment[];
  };
  schema: {
    VERSION: number;
    fault(value: unknown): string | null;
  };
  kinds: {
    KINDS: { id: string; concepts: string[] }[];
    STATUSES: OsteotomeStatus[];
    kindOf(concept: string): string;
    rankOf(kind: string): number;
  };
  quotes: {
    find(text: string, before: string, mark: { start: number; end: number; text: string }): OsteotomeRejoined | null;
  };
  visibility: {
    traitOf(tag: string): OsteotomeTrait | undefined;
    skipped(element: Element, style: CSSStyleDeclaration, display: string): boolean;
    silenced(root: Document | ShadowRoot): Set<Element> | null;
    readable(element: Element): element is OsteotomeField;
    shadowOf(element: Element): ShadowRoot | null;
    unreadableFrames(roots: (Document | ShadowRoot)[]): string[];
  };
  collect: {
    page(): OsteotomeSnapshot;
    selection(range: Range): OsteotomeSnapshot;
    field(element: OsteotomeField, from: number, to: number, scope: OsteotomeScope): OsteotomeSnapshot;
    within(editor: Element): OsteotomeSnapshot;
  };
  scope: { take(scope: OsteotomeScope): OsteotomeSnapshot };
  anchor: {
    place(map: OsteotomeMap, marks: OsteotomeMark[]): OsteotomePlaced[];
  };
  palette: {
    rules(used: [kind: string, status: string][], dark: boolean): string;
    inherited: boolean;
    name(kind: string, status: string): string;
    isDark(): boolean;
    ACTIVE: string;
    FLASH: string;
  };
  highlight: {
    supported: boolean;
    paint(placed: OsteotomePlaced[], roots: ShadowRoot[], shown: Set<number> | null): void;
    activate(placed: OsteotomePlaced | null): void;
    flash(placed: OsteotomePlaced | null): void;
    clear(): void;
  };
  scroll: { to(placed: OsteotomePlaced, focusField: boolean): void };
  pick: {
    at(x: number, y: number, placed: OsteotomePlaced[], roots: ShadowRoot[]): OsteotomePlaced | null;
    rect(placed: OsteotomePlaced): DOMRect | null;
  };
  popover: {
    sayHowToClose(words: string): void;
    show(placed: OsteotomePlaced, pinned: boolean): void;
    notice(text: string): void;
    hide(): void;
    host(): Element | null;
  };
  watch: {
    start(roots: (Document | ShadowRoot)[], onChange: () => void): void;
    stop(): void;
    dirty(): boolean;
  };
  session: {
    collect(scope: OsteotomeScope): { scope: OsteotomeScope; text: string; unreadable: string[]; origin: string };
    paint(marks: OsteotomeMark[]): { unplaced: number[]; unpainted: number[] };
    jump(id: number, focusField: boolean): boolean;
    activate(id: number | null): void;
    explain(id: number): boolean;
    show(ids: number[] | null): void;
    flash(id: number | null): void;
    clear(): void;
    visible(): OsteotomePlaced[];
    roots(): ShadowRoot[];
    listen(listener: (result: { changed: boolean; lost: number[] }) => void): void;
  };
  hover: { start(alive: () => boolean): void; stop(): void; pin(): void };
  loaded: boolean;
}

declare var Osteotome: OsteotomeApi;

/** Firefox's name for the extension API; Chromium has `chrome`. */
declare var browser: typeof chrome | undefined;

/** A range inside a form field's value (OpaqueRange), where the browser has it. */
interface HTMLTextAreaElement {
  createValueRange?(start: number, end: number): Range;
}
interface HTMLInputElement {
  createValueRange?(start: number, end: number): Range;
}
interface Element {
  /** Firefox, content scripts only. */
  openOrClosedShadowRoot?: ShadowRoot | null;
}
interface HighlightRegistry {
  highlightsFromPoint?(
    x: number,
    y: number,
    options?: { shadowRoots?: ShadowRoot[] },
  ): { highlight: Highlight; ranges: AbstractRange[] }[];
}
