import { latest } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import { absent } from "./absent.ts";
import { fromFact } from "./from-facts.ts";
import { fullest } from "./fullest.ts";
import { messages, TABLE_FULL } from "./messages.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { isForeign, isNeverOurs } from "./whose-messages.ts";

/** Of the namespaces that the kernel's log names, the one with the most messages, by its inode. */
function namedByLog(context: SignalContext): { inode: string; name: Reading } | null {
  const log = latest(context.facts, "kernel-log");
  const own = latest(context.facts, "manifest")?.fact.netns ?? null;
  const named = [...(log?.fact.namespaces ?? [])].filter(([inode]) => inode !== own);
  const [most] = named.sort(([, a], [, b]) => b.count - a.count);
  if (log === null || most === undefined) return null;
  const [inode, { last }] = most;
  const name = latest(context.facts, "namespace-counts")?.fact.names.get(inode);
  const label = name === undefined ? `net:[${inode}]` : `${inode} (${name})`;
  return { inode, name: reading(label, at(last.entry ?? log.entry, last.line)) };
}

/** Whether the collector ran without root, who alone sees the namespaces of others. */
const mayNotSee = ({ facts }: SignalContext): boolean =>
  (latest(facts, "manifest")?.fact.uid ?? 0) !== 0;

/** The other network namespace whose table is fullest, with its share of the one global limit. */
function fullestNamespace(context: SignalContext, as: "share" | "name" | "pid"): Reading {
  const counted = fromFact(context, "namespace-counts", ({ fact }) => {
    const most = fullest(context);
    if (most === null)
      return as === "share" && fact.namespaces.length === 0 && !mayNotSee(context)
        ? { value: 0, line: 1 }
        : null;
    const value = { share: most.share, name: most.name, pid: most.one.pid }[as];
    return value === null ? null : { value, line: most.one.line };
  });
  return counted.value === null && as === "name" ? (namedByLog(context)?.name ?? counted) : counted;
}

/** A namespace is full, or was so recently, with so much of the limit in use. */
const FULL = 0.95;

/**
 * The other network namespace that the evidence shows to be full: by its count, or by the kernel's message. The
 * fullest of those with room is none.
 */
function fullNamespace(context: SignalContext, as: "name" | "pid"): Reading {
  const share = fullestNamespace(context, "share");
  if (share.value !== null && Number(share.value) >= FULL) return fullestNamespace(context, as);
  const logged = namedByLog(context);
  if (logged !== null && as === "name") return logged.name;
  const one = processOf(context, logged?.inode);
  return one === null
    ? absent(context.facts, "namespace-counts", "none of the other network namespaces is full now")
    : one;
}

/** A process in the namespace of an inode, where the list of namespaces has one. */
function processOf({ facts }: SignalContext, inode: string | undefined): Reading | null {
  const list = latest(facts, "namespace-counts");
  const one = list?.fact.namespaces.find(({ netns }) => netns === inode);
  return list === null || one?.pid == null ? null : reading(one.pid, at(list.entry, one.line));
}

/** “table full in netns N” messages within the window of namespaces other than the bundle's. */
function otherNamespacesFull(context: SignalContext): Reading {
  const own = latest(context.facts, "manifest")?.fact.netns ?? null;
  const foreign = isForeign(context);
  // evidence of one moment has no window, and a namespace that is named is told from ours at any time
  const when = context.window.seconds === null ? "ever" : "within";
  return messages(context, TABLE_FULL, when, (kind, message) =>
    kind === "table-full-netns" ? message.netns !== own : foreign || isNeverOurs(context, message),
  );
}

export const FULLEST_SIGNALS = {
  "namespaces.fullest.share": {
    unit: "share",
    title: "use of the limit in the fullest other network namespace",
    command: SOURCES["namespace-counts"].get,
    read: (context) => fullestNamespace(context, "share"),
  },
  "namespaces.fullest": {
    unit: "name",
    title: "fullest other network namespace",
    command: SOURCES["namespace-counts"].get,
    read: (context) => fullestNamespace(context, "name"),
  },
  "namespaces.fullest.pid": {
    unit: "number",
    title: "a process in the fullest other network namespace",
    command: "lsns -t net -o NS,PID,COMMAND",
    read: (context) => fullestNamespace(context, "pid"),
  },
  "namespaces.full": {
    unit: "name",
    title: "other network namespace that is full",
    command: SOURCES["namespace-counts"].get,
    read: (context) => fullNamespace(context, "name"),
  },
  "namespaces.full.pid": {
    unit: "number",
    title: "a process in the other network namespace that is full",
    command: "lsns -t net -o NS,PID,COMMAND",
    read: (context) => fullNamespace(context, "pid"),
  },
  "namespaces.fullMessages": {
    unit: "messages",
    title: "“table full” messages of other network namespaces within the window",
    command: "dmesg | grep 'table full in netns'",
    read: otherNamespacesFull,
  },
} as const satisfies Record<string, Signal>;
