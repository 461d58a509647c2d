import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { LONGEST } from "../parsers/conntrack-table/remaining.ts";
import { isEstablished, STUCK_SECONDS, timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { STREAM_SECONDS, UDP_SECONDS } from "../what-if/table-state.ts";
import type { Analysis } from "./contract.ts";

/** Where the bands of idle time begin, in seconds. The timeouts of a node fall on their borders. */
const BANDS = [0, 10, 30, 60, 120, 300, 1800, 3600, 6 * 3600, 24 * 3600];

/**
 * Entries by the time since their last packet: their timeout less what they have left. Unknown is that
 * of entries without a timeout in the bundle, with more left than it, or that may be stuck.
 */
export function idleBands(
  tables: readonly TableFact[],
  timeouts: ReadonlyMap<string, number>,
  shortStreams = false,
): Analysis["table"]["idle"] {
  const entries = BANDS.map(() => 0);
  let unknown = 0;
  for (const { remaining } of tables)
    remaining.forEach((kind, left, count) => {
      const timeout = timeouts.get(timeoutSysctl(kind) ?? "");
      const isStream = shortStreams && timeoutSysctl(kind) === STREAM_SECONDS;
      const stuck = isEstablished(kind)
        ? STUCK_SECONDS
        : isStream
          ? (timeouts.get(UDP_SECONDS) ?? 0)
          : -1;
      if (timeout === undefined || left > timeout || left === LONGEST || left <= stuck)
        unknown += count;
      else entries[BANDS.findLastIndex((from) => timeout - left >= from)]! += count;
    });
  return {
    bands: entries.map((count, at) => ({
      from: BANDS[at]!,
      to: BANDS[at + 1] ?? null,
      entries: count,
    })),
    unknown,
  };
}
