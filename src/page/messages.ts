import type { Capture } from "../compare/pairs.ts";
import type { CopySaid } from "../redact/said.ts";
import type { Comparison } from "../report/comparison.ts";
import type { Analysis } from "../report/contract.ts";
import type { Basis } from "../report/what-if.ts";

/** A file or a folder that somebody gave, as threads send it to each other. */
export interface Given {
  /** Its own name. */
  name: string;
  /** By their paths within the folder; of a file it is the only one, and its path is its name. */
  files: readonly { path: string; file: File }[];
  isFolder: boolean;
}

/** What the page keeps of a case that was read: nothing in it grows with the table. */
export interface Told {
  analysis: Analysis;
  html: string;
  markdown: string;
  capture: Capture;
  /** What the sliders are answered from; null without a dump. */
  basis: Basis | null;
}

/** What the page asks of the thread that analyses. */
export type Ask =
  | { is: "start"; reader: MessagePort }
  | { is: "analyse"; given: readonly Given[] }
  | { is: "redact"; given: Given; key: Uint8Array }
  | { is: "compare"; captures: readonly Capture[] };

/** What that thread answers. */
export type Answer =
  /** How far it is in words, and how much of it is read: null where that is not known. */
  | { is: "stand"; words: string; part: number | null }
  | ({ is: "told" } & Told)
  | { is: "compared"; comparison: Comparison; html: string; markdown: string }
  | ({ is: "redacted"; archive: Blob } & CopySaid)
  | { is: "failed"; message: string };
