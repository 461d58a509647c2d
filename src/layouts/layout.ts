import type { Located } from "./sources.ts";

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
export type Places = readonly (readonly [string, Located["source"], string?])[];
