import { formatBytes, formatNumber, formatSeconds, formatShare } from "../format.ts";
import type { WhatIf } from "./what-if.ts";

/** An answer in words. */
export interface Said {
  /** What it is about, how it is now, and how it would be; what is the same under any settings has no `from`. */
  figures: { what: string; from: string | null; to: string }[];
  notes: string[];
  /** A sentence for each timeout that was changed. */
  changes: string[];
  foot: string;
}

const UNKNOWN = "unknown";
const number = (value: number | null): string => (value === null ? UNKNOWN : formatNumber(value));
const share = (value: number | null): string => (value === null ? UNKNOWN : formatShare(value));

export function sayWhatIf(answer: WhatIf): Said {
  const { before, max, utilization, memory, demand, changes } = answer;
  return {
    figures: [
      { what: "entries", from: number(before), to: range(answer) },
      { what: "limit", from: number(max.from), to: number(max.to) },
      { what: "in use", from: share(utilization.from), to: inUse(answer) },
      {
        what: "memory",
        from: formatBytes(memory.from),
        to: memory.to === null ? UNKNOWN : formatBytes(memory.to),
      },
      ...(demand === null ? [{ what: "full in", from: null, to: fullIn(answer) }] : []),
    ],
    notes: [...(demand === null ? [] : [full(demand)]), ...overfull(answer)],
    changes: changes.map(
      (change) =>
        `${change.sysctl} ${change.from === null ? UNKNOWN : formatSeconds(change.from)} -> ${formatSeconds(change.to)}: ${effect(change)}`,
    ),
    foot: "The part in use rises and falls: the kernel counts expired entries until it collects them.",
  };
}

/** When the room that is left would be used up, or why that is not known. */
function fullIn({ secondsToFull, growth, max }: WhatIf): string {
  if (secondsToFull !== null) return formatSeconds(secondsToFull);
  if (max.to === null) return `${UNKNOWN}, as the limit is`;
  return growth === null
    ? `${UNKNOWN}, as it takes two samples`
    : "the table did not grow within the window";
}

/** A limit that is set below what is there removes nothing: what is above it only ends by its timeouts. */
function overfull({ utilization: { to }, max }: WhatIf): string[] {
  return to === null || to <= 1
    ? []
    : [
        `More than the limit of ${number(max.to)}: the table would be full. The kernel removes no entry when the limit is lowered; it refuses new connections, or evicts for them, until there is room.`,
      ];
}

/** What a timeout would do to the entries that it governs. */
function effect({ before, after, how, bound }: WhatIf["changes"][number]): string {
  const entries = `${formatNumber(before)} ${before === 1 ? "entry" : "entries"}`;
  switch (how) {
    case "unknown":
      return `${entries} stay, since the present timeout is unknown`;
    case "scaled":
      return `${entries} would be ${formatNumber(after)} at most (scaled by the timeouts, as no dump shows entries that expired)`;
    case "counted":
      return bound === null
        ? `${formatNumber(after)} of ${entries} would remain (counted by the time since the last packet)`
        : `${formatNumber(after)} of ${entries} would remain at most (counted by the time since the last packet; before Linux 5.16, or of an unknown kernel, those with little time left may be under nf_conntrack_udp_timeout)`;
  }
}

/** Entries then: a range where the table was full, for what was refused would come as well. */
function range({ after, demand }: WhatIf): string {
  if (demand === null) return number(after);
  return "untold" in demand
    ? UNKNOWN
    : `${formatNumber(demand.low)} to ${formatNumber(demand.high)} if nothing is refused`;
}

function inUse({ demand, max, utilization }: WhatIf): string {
  if (utilization.to === null) return UNKNOWN;
  if (demand === null || "untold" in demand || max.to === null) return formatShare(utilization.to);
  const low = formatShare(Math.min(1, demand.low / max.to));
  const high = formatShare(utilization.to);
  return low === high ? high : `${low} to ${high}`;
}

const full = (demand: NonNullable<WhatIf["demand"]>): string =>
  "untold" in demand
    ? `The table was full, and ${demand.untold}.`
    : `The table was full, so its entries are only what was let in. The range is an estimate: ${demand.reasons.join("; ")}.`;
