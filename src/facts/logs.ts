import type { KernelLogFact, KernelMessages } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage, KernelMessageKind } from "../parsers/kernel-message.ts";
import type { Found } from "./facts.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

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

/** A log that was merged, with how often it and those before have a message of each stamp. */
interface Known {
  fact: KernelLogFact;
  keys: Map<KernelMessageKind, Map<string, number>>;
}

/** Journal, dmesg and syslog hold the same messages: a log has those that another one told as often. */
function isRepeated(
  keys: readonly string[],
  before: ReadonlyMap<string, number>,
  used: Map<string, number>,
): boolean {
  const found = keys.find((key) => (before.get(key) ?? 0) > (used.get(key) ?? 0));
  if (found === undefined) return false;
  // what one of its stamps used up, none of the others tells again
  const alike = found.startsWith("about")
    ? [found]
    : keys.filter((key) => !key.startsWith("about"));
  for (const key of alike) used.set(key, (used.get(key) ?? 0) + 1);
  return true;
}

/** The wall clock that a stamp shows: the same in every form of one machine's log, whatever each tells of year and zone. */
function wallOf(said: string | null): string[] {
  const [, number, named, day, clock] =
    /(?:(?<!\d)\d{4}-(\d\d)-|\b([A-Z][a-z]{2}) {1,2})(\d{1,2})[T ](\d\d:\d\d:\d\d)/.exec(
      said ?? "",
    ) ?? [];
  if (clock === undefined) return [];
  const month = number === undefined ? MONTHS.indexOf(named!) + 1 : Number(number);
  return [`wall ${month}-${Number(day)} ${clock}`];
}

/** A message's stamps, each as a text that is the same in another log: seconds since boot, time, the wall clock. */
function keysOf({ uptime, time, zone, said }: KernelMessage, boot: number | null): string[] {
  const about = uptime ?? (time === null || boot === null ? null : (time - boot) / 1000);
  return [
    ...(uptime === null ? [] : [`up ${uptime}`]),
    ...(time === null ? [] : [`${zone} ${Math.floor(time / 1000)}`]),
    ...wallOf(said),
    ...(about === null ? [] : [`about ${Math.round(about)}`]),
  ];
}

/** Those by which it is looked for, the surest first. Seconds since boot tell alone, to the microsecond. */
function asked(message: KernelMessage, boot: number | null): string[] {
  if (message.uptime !== null) return [`up ${message.uptime}`];
  const about = boot === null || message.time === null ? null : (message.time - boot) / 1000;
  return [
    ...keysOf(message, null),
    ...(about === null ? [] : [0, -1, 1].map((more) => `about ${Math.round(about) + more}`)),
  ];
}

/**
 * When the machine was booted, for a log with times alone that is another form of a log with seconds since
 * boot, as `dmesg -T` is of dmesg: both span the same time. Null for any other.
 */
function bootOf(fact: KernelLogFact, known: readonly Known[]): number | null {
  const [first, last] = [fact.first, fact.last];
  if (first?.time == null || last?.time == null || last.uptime !== null) return null;
  for (const { fact: other } of known) {
    const [from, to] = [other.first?.uptime, other.last?.uptime];
    if (from == null || to == null || other.lines !== fact.lines) continue;
    if (Math.abs((last.time - first.time) / 1000 - (to - from)) < 2)
      return first.time - from * 1000;
  }
  return null;
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
