import type { SourceName } from "../parsers/index.ts";

/**
 * When an entry was taken: at the start or the end of the window, or once. Counters are judged
 * only between a `start` and an `end`.
 */
export type Phase = "start" | "end" | "once";

/** What a layout says of an entry. `label` tells several entries of one source apart, such as `eth0`. */
export interface Located {
  source: SourceName;
  phase: Phase;
  label: string;
}

/** One collector's naming: where in its bundle each source lies. Pure; knows paths and first bytes only. */
export interface Layout {
  name: string;
  /**
   * The source of an entry, or null when this layout does not know the path. `head` is the beginning of
   * the entry's text, at most a few KiB, for layouts that go by content.
   */
  locate(path: string, head: string): Located | null;
}

/** `once`-phased places by file name: `[file name, source, label?]`. */
export type Places = readonly (readonly [string, SourceName, string?])[];
