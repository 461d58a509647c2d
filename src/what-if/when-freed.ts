import { timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { type Change, usesOf } from "./free.ts";
import { kindsOf } from "./kinds-of-use.ts";
import type { TableState } from "./table-state.ts";

/** When what a change frees is free. */
export interface WhenFreed {
  when: "at once" | "within" | "never";
  /** Seconds, with `within`, or null where nothing tells which entries these are; with `never`, those after which the entries end by themselves all the same. */
  withinSeconds: number | null;
}

const ESTABLISHED = "nf_conntrack_tcp_timeout_established";
const AT_ONCE: WhenFreed = { when: "at once", withinSeconds: null };

/**
 * When a change takes effect. A deletion and a larger limit act at once. All else waits for entries to end by
 * themselves: a shorter timeout does not touch those that exist, which keep the time they have left until their
 * next packet, and an idle one has no next packet.
 *
 * @param deletes whether the remedy deletes the entries that it frees
 */
export function whenFreed(state: TableState, deletes: boolean, change: Change): WhenFreed {
  if ("limit" in change || deletes) return AT_ONCE;
  if ("timeout" in change) {
    const seconds = longest(state, (kind) => timeoutSysctl(kind) === change.timeout);
    // what is silent for longer than the new timeout of hours is idle: it has no next packet
    return change.timeout === ESTABLISHED
      ? { when: "never", withinSeconds: seconds }
      : within(seconds);
  }
  const uses = usesOf(change);
  return within(uses.length === 0 ? null : longest(state, kindsOf(uses, state)));
}

const within = (seconds: number | null): WhenFreed => ({ when: "within", withinSeconds: seconds });

/** The longest that an entry of these kinds has left, in seconds: the kernel rounds them down. */
function longest({ tables }: TableState, wanted: (kind: number) => boolean): number {
  let most = 0;
  for (const { remaining } of tables)
    remaining.forEach((kind, left) => {
      if (wanted(kind)) most = Math.max(most, left + 1);
    });
  return most;
}
