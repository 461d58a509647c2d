import type { KernelMessage, KernelMessageKind } from "./kernel-message.ts";
import type { KernelStamp } from "./kernel-stamp.ts";
import type { TextAt } from "./values.ts";

/** All messages of one kind. Lines are not lost packets: the kernel prints at most ten in 5 s. */
export interface KernelMessages {
  count: number;
  first: KernelMessage;
  last: KernelMessage;
  /** The latest messages, oldest first, for counting those within a window. */
  recent: KernelMessage[];
  /** True when messages older than `recent` were counted but not kept. */
  olderDropped: boolean;
  /** The sum of `suppressed`, or null for every other kind. */
  suppressed: number | null;
}

/** The messages of one other network namespace. */
export interface NamespaceMessages {
  count: number;
  first: KernelMessage;
  last: KernelMessage;
}

/**
 * What the kernel said of tables and queues that were full.
 *
 * Source: dmesg, journalctl -k, or a syslog file. The log is a ring: what is older than `first` is
 * gone, so that an absent kind means "not since then". A kind without messages is absent.
 */
export interface KernelLogFact {
  kinds: Map<KernelMessageKind, KernelMessages>;
  /** `table-full-netns` by namespace inode. */
  namespaces: Map<string, NamespaceMessages>;
  /** Buckets and maximum from the latest load line; null without one. */
  loaded: { buckets: number; max: number; line: number } | null;
  /** The listening port of the latest "syn-flooding" message, as in `80` or `[::]:80`; null without one. */
  flooded: TextAt | null;
  /** The first and the last line that have a stamp: how far back the log reaches. */
  first: (KernelStamp & { line: number }) | null;
  last: (KernelStamp & { line: number }) | null;
  lines: number;
  /** The machine that the kernel's lines name, where they name one alone. */
  host: string | null;
  /**
   * Where they name several, as those of a log server do: each machine's own, and what names none, where that
   * holds messages. Empty of any other log.
   */
  machines: KernelLogFact[];
  /** Machines past a ceiling, whose messages are in none of these. */
  machinesLeftOut: number;
}
