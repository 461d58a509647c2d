import type { Makeup, Mark, Setting } from "../incident/model.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import type { RawSeries } from "./raw.ts";

/** What kind of evidence a source is. */
export const SOURCE_KINDS = ["bundle", "dumps", "samples", "kernel-log", "settings"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A setting that kube-proxy wrote, at a time of klog's, which has no year. */
export type WrittenAt = Omit<Setting, "at"> & { stamp: string };

/** What one source says of one table, before it is known which others are of the same. */
export interface Part {
  kind: SourceKind;
  name: string;
  /** The machine by its own word; null where only a folder may name it. */
  host: string | null;
  /** A folder that may be named after the machine. */
  folder: string | null;
  namespace: string | null;
  series: RawSeries | null;
  marks: Mark[];
  makeups: Makeup[];
  settings: Setting[];
  /** Settings that a log without years says were written. */
  written: WrittenAt[];
  /** When a recorder began to gather, as it says. */
  asked: number | null;
  /** Names of Services and pods by their addresses, as a bundle knows them. */
  known: Map<string, string>;
  /** Who filled the table and who was thrown out, as a recorder heard it. */
  heard: Pick<SubjectAnalysis, "filled" | "evicted">;
  notes: string[];
}

export const partOf = (part: Partial<Part> & Pick<Part, "kind" | "name">): Part => ({
  host: null,
  folder: null,
  namespace: null,
  series: null,
  marks: [],
  makeups: [],
  settings: [],
  written: [],
  asked: null,
  known: new Map(),
  heard: {},
  notes: [],
  ...part,
});

/** Where a dump stands, to be read again for what it holds. */
export interface DumpPlace {
  target: string;
  entry: string;
  /** Its path with the target's name, as it is called in the report. */
  name: string;
  at: number;
}

/** What an entry is called: with the target's name before it, unless it is the target itself. */
export const nameOfEntry = (target: string, path: string): string =>
  target.startsWith(path) ? target : `${target}/${path}`;

/** The folders that an entry lies in; empty where it lies in none. */
export const folderOf = (path: string): string => path.split(/[/!]/).slice(0, -1).join("/");
