import type { SourceName } from "../parsers/index.ts";
import type { Context } from "./context.ts";
import type { LineForm } from "./forms/line-form.ts";
import type { Refusal } from "./refusals.ts";

/** What a cut section is, before its fact is known. */
export interface SectionHead {
  source: SourceName;
  context: Context;
  /** The line of the text where it begins, from 1. */
  line: number;
  /** The file that a title or a prefix within the text names. */
  path: string | null;
  /** Lines were left out by whoever pasted it. */
  elided: boolean;
}

/** Takes the lines of one section, without what stood around them, with their numbers in the whole text. */
export interface SectionSink {
  line(text: string, number: number): void;
  /** Of the table: takes whole lines as bytes as far as they are rows; see `TableSink`. */
  rows?(block: Uint8Array, from: number, to: number, first: number): { at: number; line: number };
  end(): void;
}

/** Who receives what is cut. */
export interface Receiver {
  open(head: SectionHead): SectionSink;
  /** A section that turned out to hold nothing. */
  drop?(head: SectionHead): void;
  refusal(refusal: Refusal, context: Context): void;
  /** A line that nobody understood. */
  unread(text: string, number: number): void;
  /** A line that means something to those around it. */
  frame?(number: number): void;
  /** Every line as it came, once it was taken; and when rows were, which a section has as bytes. */
  raw?: { line(text: string, number: number): void; rows(): void };
}

/** What is known of one line: of the text so far, and by what stands before it. */
export interface Own {
  context: Context;
  path: string | null;
  /** What the whole text is called. */
  name: string;
  isDated: boolean;
}

/** What tells apart what lines alone do not: the command, the path, the name of the text. */
export const aboutOf = ({ context, path, name }: Own): string =>
  `${context.command ?? ""} ${path ?? ""} ${name}`;

/** A line of an output, without what stands around it. */
export interface Line {
  text: string;
  /** The same without blanks around it. */
  bare: string;
  number: number;
  /** What was taken off it. */
  layers: readonly number[];
  own: Own;
}

/** The forms of one source, whose lines go on in each other's company. */
export interface Open {
  source: SourceName | "metrics";
  form: LineForm | null;
  head: SectionHead;
  sink: SectionSink | null;
  /** Keys that the section has seen: one that comes again begins another sample. */
  seen: Set<string>;
  /** The latest of them. */
  last: string;
  /** Of an nft ruleset: the braces that are open. */
  depth: number;
  layers: readonly number[];
  /** Of a scrape: the sinks by whose metrics they are, and lines that every one of them wants. */
  scrapes: Map<string, SectionSink>;
  kept: { text: string; number: number }[];
  /** Of a log: whether a line of the kernel was among it, and the lines before that. Of rows: one that may go on. */
  isKernel: boolean;
  held: { text: string; number: number }[];
}

/** The head of a section that begins with a line. */
export const headAt = (
  source: SectionHead["source"],
  { context, path }: Own,
  line: number,
): SectionHead => ({ source, context, path, line, elided: false });

export const newOpen = (
  source: Open["source"],
  form: LineForm | null,
  head: SectionHead,
  sink: SectionSink | null,
  layers: readonly number[],
): Open => ({
  source,
  form,
  head,
  sink,
  seen: new Set(),
  last: "",
  depth: 0,
  layers,
  scrapes: new Map(),
  kept: [],
  isKernel: false,
  held: [],
});
