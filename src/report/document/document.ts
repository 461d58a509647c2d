import type { Analysis, AnalysisFinding, AnalysisSignal } from "../contract.ts";

/** Where in the bundle something stands. */
export type Place = NonNullable<AnalysisSignal["source"]>;
export type State = Analysis["state"];
export type Verdict = AnalysisFinding["verdict"];
export type Level = AnalysisSignal["level"];

/**
 * A stretch of a sentence. None of them holds markup: what a format must escape, it escapes itself.
 *
 * - `text`: words of our own, or of a cause's table.
 * - `quote`: words of the bundle that stand in a sentence, such as a program's message.
 * - `code`: names, addresses and commands as they are, mostly of the bundle.
 * - `number`: null is unknown, without a unit it is a bare count.
 * - `link`: our own words with the public page that they name.
 * - `verdict`, `level`: a word that a format may colour.
 * - `bar`: a share drawn with block characters; the number stands beside it.
 */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "quote"; text: string }
  | { kind: "code"; text: string }
  | { kind: "number"; value: number | null; unit: string }
  | { kind: "place"; place: Place | null }
  | { kind: "link"; text: string; to: string }
  | { kind: "strong"; words: Words }
  | { kind: "verdict"; verdict: Verdict }
  | { kind: "level"; level: Level }
  | { kind: "bar"; share: number }
  | { kind: "break" };

/** A sentence, a title, or a cell. */
export type Words = readonly Inline[];

/** Numbers stand to the right. A page that has a chart leaves bars out. */
export interface Column {
  title: string;
  type: "text" | "number" | "bar";
}

export interface Fact {
  name: string;
  words: Words;
  /** A page's first screen says the same. */
  onFirstScreen: boolean;
}

/** What the drawing of a table over time is made of, where that is no bundle's own window. */
export interface Course {
  timeline: Analysis["timeline"];
  bundle: Pick<Analysis["bundle"], "capturedAt" | "windowSeconds">;
}

export type ChartName = "uses" | "window" | "tcp-states" | "idle" | "talkers";

/**
 * What sections are made of. Every format renders every kind, so that a section made of them needs no
 * renderer of its own.
 *
 * - `heading`: a smaller one within its section; a page can be opened at its anchor, which is of our own words.
 * - `commands`: lines for a shell, or of a configuration.
 * - `fold`: what is read on demand; formats without a fold show it below its title.
 * - `chart`: a drawing, and the same as tables, which formats without drawings show and a page folds. It is made of
 *   the page's analysis; a table over time may bring what it is of.
 */
export type Block =
  | { kind: "heading"; words: Words; verdict: Verdict | null; anchor?: string }
  | { kind: "paragraph"; words: Words }
  | { kind: "list"; items: readonly Words[] }
  | { kind: "table"; columns: readonly Column[]; rows: readonly (readonly Words[])[] }
  | { kind: "commands"; lines: readonly string[] }
  | { kind: "fold"; title: string; blocks: readonly Block[] }
  | { kind: "facts"; facts: readonly Fact[] }
  | { kind: "notes"; notes: readonly Words[] }
  | { kind: "chart"; chart: ChartName; tables: readonly Block[]; of?: Course & { id: string } };

/** A heading of a terminal's tables with what stands below it; what is strong in it is coloured. */
export interface Part {
  title: Words;
  blocks: readonly Block[];
}

/** A section as its builder gives it; `index.ts` adds which it is. */
export interface Content {
  title: string;
  /** None for a section that only a terminal shows. */
  blocks: readonly Block[];
  /** What a terminal shows instead, where another form fits it better; without, it shows the same. */
  terminal?: readonly Part[];
}

/** Something to do, with what it is counted to bring: null where that cannot be counted. */
export interface Remedy {
  title: Words;
  commands: readonly string[];
  /** What it is for: `now`, `fix` or `prevent`, in words. */
  aim: string;
  /** The cause that it is for, where several were found; else null. */
  of: Words | null;
  risk: Words;
  undo: string | null;
  verify: string | null;
  frees: number | null;
  /** Those that exist are never freed by it; what is counted holds in the long run. */
  isNever: boolean;
  /** Whether entries like those that end no longer come to be: the demand falls by more than these. */
  noMoreCome: boolean;
  /** When that is free: "at once", "within 2 min". */
  when: string | null;
  utilizationAfter: number | null;
}

/** What was found, for the first look. */
export interface Found {
  title: Words;
  verdict: Verdict;
  fillsTable: boolean;
  held: { entries: number; share: number | null } | null;
  /** What holds of it, the strongest first. */
  shownBy: readonly Words[];
}

/** What every format begins with, each in its own shape. */
export interface Head {
  state: State;
  /** The state in words, or that another fault is there. */
  title: string;
  /** The state whose sign and colour it has. */
  looks: State;
  /** What happened, the primary cause and how it works, and what was found beside it; all but the first may be empty. */
  summary: { happened: Words; cause: Words; mechanism: Words; others: Words };
  /** The first is the primary cause. */
  found: readonly Found[];
  /** What to do, about all that was found, in the order of their classes. */
  steps: readonly Remedy[];
  /** Ids of the causes that could not be judged. */
  notJudged: readonly string[];
  /** How full the table is, in a line, and what its entries are there for, the largest first. */
  table: Words;
  uses: readonly { meaning: string; entries: number; share: number }[];
  /** The numbers that are asked for first, with what each counts. */
  figures: readonly { value: number | null; unit: string; of: string }[];
  /** Node and time, in a line. */
  taken: Words;
  facts: Extract<Block, { kind: "facts" }>;
  notes: readonly Words[];
  /** A line for each subject, where there are several, and for each entry that was not understood. */
  subjects: readonly Words[];
  unread: readonly Words[];
}

/** A document that begins with a few sentences, where it is not about one node's table. */
export interface PlainDocument {
  /** What all of them are headed with, and how this one came out. */
  name: string;
  title: string;
  /** The state whose sign and colour it has. */
  looks: State;
  lead: Words;
  /** What is asked for first; on pages. */
  figures?: Head["figures"];
  notes: readonly Words[];
  sections: readonly Content[];
  foot: Words;
}

/** How a format renders each kind of a union: one that is forgotten does not compile. */
export type Renderers<T extends { kind: string }, C, R> = {
  [K in T["kind"]]: (one: Extract<T, { kind: K }>, context: C) => R;
};
