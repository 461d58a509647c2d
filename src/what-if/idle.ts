import { LONGEST } from "../parsers/conntrack-table/remaining.ts";
import { STUCK_SECONDS, timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { type Counted, STREAM_SECONDS, UDP_SECONDS } from "./table-state.ts";

/**
 * Entries under a timeout whose last packet is at least `seconds` ago. That time is the present timeout
 * less the remaining time; an entry with more left than the present timeout was made under an older
 * one and is not counted.
 *
 * The kernel shows whole seconds, rounded down: an entry that shows `present - seconds` has up to a
 * second more left, so its last packet is less than `seconds` ago, and it stays. Measured: without
 * this a tenth of the entries is missed where the new timeout is ten seconds.
 */
export function idleFor(state: Counted, sysctl: string, present: number, seconds: number): number {
  // under a longer timeout than theirs, stuck connections stay as they are: see STUCK_SECONDS
  const stuck = sysctl === "nf_conntrack_tcp_timeout_established" && seconds > STUCK_SECONDS;
  // with no more left than the other timeout, either may be the one that they are under
  const least =
    sysctl === STREAM_SECONDS && state.shortStreams === true
      ? (state.timeouts.get(UDP_SECONDS) ?? 0)
      : -1;
  let idle = 0;
  for (const { remaining } of state.tables)
    remaining.forEach((kind, left, count) => {
      // of what is longest it is only known that it has that at least
      if (left >= Math.min(present - seconds, LONGEST) || timeoutSysctl(kind) !== sysctl) return;
      if (left > least && (!stuck || left > STUCK_SECONDS)) idle += count;
    });
  return Math.round(idle * state.scale);
}
