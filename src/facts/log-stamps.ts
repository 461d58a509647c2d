import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage, KernelMessageKind } from "../parsers/kernel-message.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A log that was merged, with how often it and those before have a message of each stamp. */
export interface Known {
  fact: KernelLogFact;
  keys: Map<KernelMessageKind, Map<string, number>>;
}

/** Journal, dmesg and syslog hold the same messages: a log has those that another one told as often. */
export function isRepeated(
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
export function keysOf({ uptime, time, zone, said }: KernelMessage, boot: number | null): string[] {
  const about = uptime ?? (time === null || boot === null ? null : (time - boot) / 1000);
  return [
    ...(uptime === null ? [] : [`up ${uptime}`]),
    ...(time === null ? [] : [`${zone} ${Math.floor(time / 1000)}`]),
    ...wallOf(said),
    ...(about === null ? [] : [`about ${Math.round(about)}`]),
  ];
}

/** Those by which it is looked for, the surest first. Seconds since boot tell alone, to the microsecond. */
export function asked(message: KernelMessage, boot: number | null): string[] {
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
export function bootOf(fact: KernelLogFact, known: readonly Known[]): number | null {
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
