import type { Content, Head, State, Words } from "./document.ts";

/** A document that is not of one analysis: what it says first, and its sections. Its blocks draw no charts. */
export interface PlainDocument {
  /** What it is about: `fleet`. */
  of: string;
  title: string;
  /** The state whose sign and colour it has. */
  looks: State;
  /** What happened, in a few sentences. */
  summary: Words;
  /** How much and when, in a line. */
  taken: Words;
  figures: Head["figures"];
  notes: readonly Words[];
  sections: readonly Content[];
  foot: Words;
}
