import { latest } from "../facts/facts.ts";
import type { KernelMessageKind } from "../parsers/kernel-message.ts";
import { absent } from "./absent.ts";
import { messages } from "./messages.ts";
import { at, reading, type Signal } from "./signal.ts";

/** How many messages of a kind stand in the log within the window. */
const said = (kind: KernelMessageKind, title: string, pattern: string): Signal<"messages"> => ({
  unit: "messages",
  title,
  command: `dmesg | grep -i '${pattern}'`,
  read: (context) => messages(context, [kind], "within"),
});

/** What the kernel's log says within the window of faults beside a full table. */
export const KERNEL_LOG_SIGNALS = {
  "kernel.suppressedMessages": {
    unit: "messages",
    title: "messages about the network that the kernel held back within the window",
    command: "dmesg | grep net_ratelimit",
    read: (context) =>
      messages(context, ["ratelimit-suppressed"], "within", undefined, ({ suppressed }) =>
        Number(suppressed),
      ),
  },
  // the kernel says it once for each listening socket: without a message nothing is said
  "listen.synFloodMessages": said(
    "syn-flooding",
    "messages of possible SYN floods within the window",
    "possible SYN flooding",
  ),
  "listen.synFloodPort": {
    unit: "name",
    title: "listening port of the latest message of a possible SYN flood",
    command: "dmesg | grep -i 'possible SYN flooding'",
    read: ({ facts }) => {
      const log = latest(facts, "kernel-log");
      if (log === null) return absent(facts, "kernel-log");
      const { flooded } = log.fact;
      return flooded === null
        ? absent(facts, "kernel-log", "the log names no port with a possible SYN flood")
        : reading(flooded.value, at(log.entry, flooded.line));
    },
  },
  "tcp.memoryMessages": said(
    "tcp-memory",
    "messages that TCP is out of memory within the window",
    "consider tuning tcp_mem",
  ),
  "tcp.orphanMessages": said(
    "orphaned-sockets",
    "messages of too many orphaned sockets within the window",
    "orphaned sockets",
  ),
  "table.bucketMessages": said(
    "buckets-in-pieces",
    "messages that the hash buckets found no memory in one piece",
    "nf_conntrack: falling back to vmalloc",
  ),
  "table.allocationMessages": said(
    "out-of-memory-allocation",
    "messages that there was no memory for an entry within the window",
    "cache: nf_conntrack",
  ),
} as const satisfies Record<string, Signal>;
