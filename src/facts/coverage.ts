import type { SourceName } from "../parsers/index.ts";
import type { Unread } from "../sections/looks-like.ts";

/** What was read of each entry, and what was not. */
export interface Coverage {
  read: { entry: string; source: SourceName; bytes: number }[];
  failed: { entry: string; line: number | null; reason: string }[];
  skipped: { entry: string; reason: string }[];
  /** Text that nothing understood, with what it looks like. */
  unread: Unread[];
}
