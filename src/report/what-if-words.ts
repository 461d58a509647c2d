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
  const { before, max, utilization, memory, demand, secondsToFull, changes } = answer;
  const growth =
    secondsToFull === null
      ? "the table did not grow within the window"
      : formatSeconds(secondsToFull);
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
      ...(demand === null ? [{ what: "full in", from: null, to: growth }] : []),
    ],
    notes: demand === null ? [] : [full(demand)],
    changes: changes.map(
      ({ sysctl, from, to, before, after, how }) =>
        `${sysctl} ${from === null ? UNKNOWN : formatSeconds(from)} -> ${formatSeconds(to)}: ${formatNumber(before)} entries ${how === "unknown" ? "stay, since the present timeout is unknown" : `would be ${formatNumber(after)} (${how})`}`,
    ),
    foot: "The part in use rises and falls: the kernel counts expired entries until it collects them.",
  };
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
