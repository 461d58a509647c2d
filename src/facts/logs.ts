import type { KernelLogFact, KernelMessage, KernelMessages } from "../parsers/kernel-log.ts";
import type { Found } from "./facts.ts";

/** The kernel's messages of several logs as one, each with the entry that it stands in. */
export function mergeLogs(logs: readonly Found<"kernel-log">[]): Found<"kernel-log"> {
  const [first, ...others] = logs;
  if (others.length === 0) return first!;
  const kinds: KernelLogFact["kinds"] = new Map();
  const namespaces: KernelLogFact["namespaces"] = new Map();
  const seen = new Set<string>();
  for (const { entry, fact } of logs) {
    for (const [kind, messages] of fact.kinds) {
      const mine = messages.recent.map((one) => ({ ...one, entry: one.entry ?? entry }));
      // journal and dmesg hold the same messages
      const fresh = mine.filter((one) => one.uptime === null || !seen.has(`${kind} ${one.uptime}`));
      kinds.set(kind, joined(kinds.get(kind), messages, fresh, mine.length - fresh.length));
    }
    for (const messages of fact.kinds.values())
      for (const one of messages.recent)
        if (one.uptime !== null) seen.add(`${kindOf(fact, messages)} ${one.uptime}`);
    for (const [inode, one] of fact.namespaces) namespaces.set(inode, one);
  }
  for (const [kind, messages] of kinds) if (messages.count === 0) kinds.delete(kind);
  const stamps = logs.flatMap(({ fact }) => [fact.first, fact.last]).filter((one) => one !== null);
  const times = [...stamps].sort((a, b) => timeOf(a) - timeOf(b));
  return {
    ...first!,
    fact: {
      kinds,
      namespaces,
      loaded: logs.map(({ fact }) => fact.loaded).findLast((one) => one !== null) ?? null,
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      flooded: logs.map(({ fact }) => fact.flooded).findLast((one) => one !== null) ?? null,
      lines: logs.reduce((sum, { fact }) => sum + fact.lines, 0),
    },
  };
}

const timeOf = ({ uptime, time }: { uptime: number | null; time: number | null }): number =>
  uptime ?? (time ?? 0) / 1000;

const kindOf = (fact: KernelLogFact, messages: KernelMessages): string =>
  [...fact.kinds].find(([, one]) => one === messages)?.[0] ?? "";

function joined(
  known: KernelMessages | undefined,
  other: KernelMessages,
  fresh: KernelMessage[],
  repeated: number,
): KernelMessages {
  const recent = [...(known?.recent ?? []), ...fresh];
  recent.sort((a, b) => timeOf(a) - timeOf(b));
  const count = (known?.count ?? 0) + other.count - repeated;
  return {
    count,
    first: recent[0] ?? known?.first ?? other.first,
    last: recent.at(-1) ?? known?.last ?? other.last,
    recent,
    olderDropped: other.olderDropped || known?.olderDropped === true,
    suppressed:
      other.suppressed === null && known?.suppressed == null
        ? null
        : (known?.suppressed ?? 0) + (other.suppressed ?? 0),
  };
}
