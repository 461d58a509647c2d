import { formatNumber, formatShare } from "../format.ts";
import type { TableFact } from "../parsers/conntrack-table/fact.ts";
import type { Refused } from "../what-if/table-state.ts";
import { type Admission, admissionOf, type Span, successOf } from "./admission.ts";
import { type Group, groupsOf } from "./ages.ts";
import type { Fate, Packets } from "./kinds.ts";
import { longer, partOf } from "./parts.ts";

/** The same with why that is thought. Without parts where nothing was refused. */
export interface Demand extends Refused {
  reasons: string[];
  births: Births[];
}

/** Entries of a kind that came in a second, at least, of those that nothing refreshes. */
export interface Births {
  kind: number;
  fate: Fate;
  /** Its timeout in seconds. */
  life: number;
  perSecond: number;
}

/** Why there is no number. */
export interface Untold {
  untold: string;
}

/** The table as it was found, and what was watched. */
export interface Found {
  tables: readonly TableFact[];
  /** Entries for one row, where the rows are a random sample. */
  scale: number;
  timeouts: ReadonlyMap<string, number>;
  max: number;
  /** The highest count. */
  peak: number;
  /** What an attempt of TCP sends. */
  tcp: Packets;
  /** The whole window, and then parts of it. */
  spans: readonly [Span, ...Span[]];
}

/** Ends that lie further apart tell nothing. */
const FARTHEST = 12;
/** Below this part of the limit nothing is refused for want of room. */
const FULL = 0.95;
/** With more packets refused for each one let in, those who try again cannot be told from those who are new. */
const MOST_REFUSED = 20;
/** Uncertain attempts of less than this part of the table do not matter. */
const LITTLE = 0.1;
/** Of so many attempts for an open connection nearly all succeed. */
const NEARLY_ALL = 0.9;

/** Where a smaller part was let in, that does not tell of which kinds those are that were refused. */
const TELLING = 0.03;

const OPEN =
  "most of its entries are open connections, which do not show how many more were asked for";
const tooMany = (part: number): string =>
  `${formatNumber(Math.round(1 / part - 1))} packets were refused for each that was let in, and retries cannot be distinguished from new connections`;

/** Estimates the demand of a table that was full; of another one it is what was held. */
export function estimate(found: Found): Demand | Untold {
  const { tables, scale, timeouts, max, peak, spans, tcp } = found;
  const [watched] = spans;
  if (peak < FULL * max && watched.evicted === 0)
    return {
      low: peak,
      high: peak,
      reasons: ["nothing was refused while it was watched"],
      parts: [],
      births: [],
    };
  if (tables.length === 0) return { untold: "the bundle holds no dump of the table" };
  const groups = groupsOf(tables, scale, timeouts, watched.evicted > 0, tcp);
  const entries = groups.reduce((sum, group) => sum + group.entries, 0);
  if (entries === 0) return { untold: "the dump of the table is empty" };
  const shareOf = (which: (group: Group) => boolean): number =>
    groups.reduce((sum, group) => sum + (which(group) ? group.entries : 0), 0) / entries;
  if (shareOf(({ fate, life }) => fate !== "open" && life === null) > LITTLE)
    return { untold: "the bundle does not tell the timeouts" };
  const admissions = spans.map((span) => admissionOf(groups, tables, span, max));
  const whole = admissions[0]!;
  // what was let in within the window, and what the entries that are there say of a longer time
  const lasting = longer(groups, whole, watched);
  if (shareOf(({ packets }) => packets === tcp) > LITTLE && lasting < 1 / (1 + MOST_REFUSED))
    return { untold: tooMany(lasting) };
  if (shareOf(({ fate }) => fate === "open") > 0.5 && successOf(lasting, tcp).least < NEARLY_ALL)
    return { untold: OPEN };
  const parts = groups.map((group) => partOf(group, lasting, spans, admissions));
  const sum = (of: "low" | "high"): number =>
    Math.round(
      Math.max(
        Math.min(peak, max),
        parts.reduce((total, part) => total + part[of], 0),
      ),
    );
  const low = sum("low");
  const high = orHalfUdp(sum("high"), whole, watched, timeouts);
  if (high > FARTHEST * low)
    return { untold: `it may be ${formatNumber(low)} entries or ${formatNumber(high)}` };
  const births = groups.flatMap(({ kind, fate, life }) => {
    const perSecond = whole.births.get(kind)?.least;
    return perSecond === undefined || life === null ? [] : [{ kind, fate, life, perSecond }];
  });
  return { low, high, reasons: reasonsOf(whole, watched, tcp), parts, births };
}

/**
 * The upper end, or what would be held if half of what was refused were UDP, of which each packet is an attempt by
 * itself: closed connections may have the table to themselves, so that none is seen.
 */
function orHalfUdp(
  high: number,
  { part }: Admission,
  { refused, seconds }: Span,
  timeouts: ReadonlyMap<string, number>,
): number {
  if (part >= TELLING) return high;
  const life = timeouts.get("nf_conntrack_udp_timeout") ?? 0;
  const half = (high + (refused / seconds / (1 - part)) * life) / 2;
  return Math.max(high, Math.round(half));
}

function reasonsOf(
  admission: Admission,
  { refused, evicted, seconds }: Span,
  tcp: Packets,
): string[] {
  const born = [...admission.births.values()].reduce((total, { most }) => total + most, 0);
  return [
    `the kernel refused ${formatNumber(refused)} packets and evicted ${formatNumber(evicted)} entries in ${formatNumber(Math.round(seconds))} s`,
    ...(born >= 1
      ? [`${formatNumber(Math.round(born))} entries per second were created and not refreshed`]
      : []),
    ...(refused > 0
      ? [
          `${formatShare(admission.part)} of the packets of new connections were let in, and a TCP connection attempt is assumed to send ${Math.floor(tcp.least)} to ${tcp.most} packets`,
        ]
      : []),
  ];
}
