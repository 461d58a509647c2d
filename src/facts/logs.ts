import type { KernelLogFact, KernelMessages } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage } from "../parsers/kernel-message.ts";
import type { Found } from "./facts.ts";
import { asked, bootOf, isRepeated, type Known, keysOf } from "./log-stamps.ts";

/** The kernel's messages of several logs as one, each once and with the entry that it stands in. */
export function mergeLogs(logs: readonly Found<"kernel-log">[]): Found<"kernel-log"> {
  const [first, ...others] = logs;
  if (others.length === 0) return byTime(first!);
  const kinds: KernelLogFact["kinds"] = new Map();
  const namespaces: KernelLogFact["namespaces"] = new Map();
  const known: Known[] = [];
  // what has seconds since boot first: by these the others are placed
  const hasUptime = ({ fact }: Found<"kernel-log">) => Number(fact.last?.uptime != null);
  for (const { entry, fact } of [...logs].sort((a, b) => hasUptime(b) - hasUptime(a))) {
    const boot = bootOf(fact, known);
    const seen = new Map(known.flatMap((one) => [...one.keys]));
    const keys: Known["keys"] = new Map();
    for (const [kind, messages] of fact.kinds) {
      const before = seen.get(kind) ?? new Map<string, number>();
      const used = new Map<string, number>();
      const mine = messages.recent.map((one) => ({ ...one, entry: one.entry ?? entry }));
      const fresh = mine.filter((one) => !isRepeated(asked(one, boot), before, used));
      const repeated = mine.filter((one) => !fresh.includes(one));
      kinds.set(kind, joined(kinds.get(kind), messages, fresh, repeated));
      keys.set(kind, mostOf(before, counted(mine.flatMap((one) => keysOf(one, boot)))));
    }
    known.push({ fact, keys });
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
      host: first!.fact.host,
      machines: [],
      machinesLeftOut: 0,
    },
  };
}

/** A log whose messages stand by their times: a store's answer has the latest first. */
function byTime(log: Found<"kernel-log">): Found<"kernel-log"> {
  const isLatestFirst = ({ recent }: KernelMessages) =>
    recent.some(({ time }, at) => (time ?? Infinity) < (recent[at - 1]?.time ?? -Infinity));
  if (![...log.fact.kinds.values()].some(isLatestFirst)) return log;
  const kinds: KernelLogFact["kinds"] = new Map();
  for (const [kind, messages] of log.fact.kinds) {
    const isDated = messages.recent.every(({ time }) => time !== null);
    if (!isDated || messages.olderDropped) kinds.set(kind, messages);
    else {
      const recent = [...messages.recent].sort((a, b) => a.time! - b.time!);
      kinds.set(kind, { ...messages, recent, first: recent[0]!, last: recent.at(-1)! });
    }
  }
  return { ...log, fact: { ...log.fact, kinds } };
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Of each key the larger number. */
const mostOf = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
  new Map([...a, ...b].map(([key]) => [key, Math.max(a.get(key) ?? 0, b.get(key) ?? 0)]));

const timeOf = ({ uptime, time }: { uptime: number | null; time: number | null }): number =>
  uptime ?? (time ?? 0) / 1000;

function joined(
  known: KernelMessages | undefined,
  other: KernelMessages,
  fresh: KernelMessage[],
  repeated: readonly KernelMessage[],
): KernelMessages {
  const recent = [...(known?.recent ?? []), ...fresh];
  recent.sort((a, b) => timeOf(a) - timeOf(b));
  const count = (known?.count ?? 0) + other.count - repeated.length;
  return {
    count,
    first: recent[0] ?? known?.first ?? other.first,
    last: recent.at(-1) ?? known?.last ?? other.last,
    recent,
    olderDropped: other.olderDropped || known?.olderDropped === true,
    suppressed:
      other.suppressed === null && known?.suppressed == null
        ? null
        : (known?.suppressed ?? 0) +
          (other.suppressed ?? 0) -
          repeated.reduce((sum, one) => sum + (one.suppressed ?? 0), 0),
  };
}
