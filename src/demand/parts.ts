import type { Part } from "../what-if/table-state.ts";
import { type Admission, cameIn, type Span, successOf } from "./admission.ts";
import type { Group } from "./ages.ts";

/** An early drop does not choose evenly, and a rate is read within seconds. */
const MARGIN = 0.15;
/** Of kinds whose attempts are of an uncertain number of packets. */
const NARROW = 0.1;
/** While so many packets are let in, what came is nearly all that was asked for. */
const HARDLY_REFUSED = 0.8;
/** Attempts that began before a span and were let in within it may be those of as many seconds. */
const WAITED = 7;

/** Part of the packets that is let in over as long a time as entries live. */
export function longer(groups: readonly Group[], { births, part }: Admission, span: Span): number {
  let lasting = 0;
  let now = 0;
  for (const { kind, fate, entries, life } of groups) {
    const most = births.get(kind)?.most ?? 0;
    now += most;
    lasting += fate === "closed" && life ? entries / life : most;
  }
  const offered = now + span.refused / span.seconds;
  return part === 1 || offered === 0 ? 1 : Math.min(1, lasting / offered);
}

/** What one kind would hold. */
export function partOf(
  group: Group,
  lasting: number,
  spans: readonly [Span, ...Span[]],
  admissions: readonly Admission[],
): Part {
  const { kind, entries: held, fate, life } = group;
  const ends = fate === "open" ? null : group.timeout;
  const whole = admissions[0]!;
  const born = whole.births.get(kind);
  const long = successOf(lasting, group.packets);
  if (born === undefined || life === null)
    return { kind, held, low: held / long.most, high: held / long.least, ends };
  const now = successOf(whole.part, group.packets);
  // few are as many more or less by chance
  const seen = Math.max(1, born.most * spans[0].seconds);
  const margin = fate === "closed" ? NARROW : MARGIN + 1 / Math.sqrt(seen);
  let low = (born.least * life * Math.max(0, 1 - margin)) / now.most;
  let high = asked(group, admissions) * life * (1 + margin);
  if (fate === "closed") {
    low = Math.min(low, held / long.most);
    high = Math.max(high, held + lostEarly(group, whole));
    [low, high] = narrowed(group, low, high, spans, admissions);
  }
  return { kind, held, low: Math.max(held, low), high: Math.max(held, low, high), ends };
}

/** Attempts in a second, at most, as each part of the window shows them. */
function asked({ kind, packets }: Group, admissions: readonly Admission[]): number {
  const parts = admissions.length > 1 ? admissions.slice(1) : admissions;
  const each = parts.map(
    ({ births, part }) => (births.get(kind)?.most ?? 0) / successOf(part, packets).least,
  );
  return each.reduce((a, b) => a + b, 0) / each.length;
}

/** Makes a range narrower by the spans in which hardly anything was refused. */
function narrowed(
  group: Group,
  low: number,
  high: number,
  spans: readonly Span[],
  admissions: readonly Admission[],
): [low: number, high: number] {
  let [least, most] = [low, high];
  for (const [at, span] of spans.entries()) {
    const came = cameIn(group, span) * (group.life ?? 0);
    const { part } = admissions[at]!;
    if (part < HARDLY_REFUSED) continue;
    least = Math.max(least, (came * span.seconds * (1 - MARGIN)) / (span.seconds + WAITED));
    most = Math.min(most, (came * (1 + MARGIN)) / successOf(part, group.packets).least);
  }
  return least <= most ? [least, most] : [low, high];
}

/** Closed connections that the kernel cleared before their time, as far as the youngest show it. */
function lostEarly({ fate, life, entries, young }: Group, { cleared }: Admission): number {
  if (fate !== "closed" || life === null) return 0;
  const half = Math.max(1, Math.floor(life / 2));
  return Math.max(0, Math.min((young(half) / half) * life - entries, cleared * life));
}
