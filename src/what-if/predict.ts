import { ASSURED, STATES, timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { idleFor } from "./idle.ts";
import { type Counted, STREAM_SECONDS } from "./table-state.ts";

/** Settings to try: timeouts in seconds by sysctl below `net.netfilter.`, and perhaps another limit. */
export interface Settings {
  timeouts: ReadonlyMap<string, number>;
  max: number | null;
}

/** The table as it would settle under other settings, while the load stays as it was. */
export interface Prediction {
  /** Entries now, by the dump, and then. */
  before: number;
  after: number;
  /** For each timeout that was changed: what its entries are now and would be. */
  changes: {
    sysctl: string;
    from: number | null;
    to: number;
    before: number;
    after: number;
    /** Whether the entries then are counted, or scaled because a longer timeout keeps some not seen. */
    how: "counted" | "scaled" | "unknown";
    /** It may be fewer then: of what a longer timeout keeps, and of streams that may be under either timeout of UDP. */
    bound: "at most" | null;
  }[];
}

/**
 * Predicts the steady state under other timeouts.
 *
 * A shorter timeout is counted: the time since an entry's last packet is the present timeout less its
 * remaining time, and those silent for longer than the new timeout would be gone. An entry that has
 * more left than the present timeout allows was made under an older one and stays as it is. A flow that
 * speaks again after its entry is gone gets another one, so the count holds for connections that go
 * on as well; but behind a Service such a connection may be reset, since its next packet can be sent to
 * another endpoint.
 *
 * A longer timeout keeps entries that are gone already, so it is scaled: what comes to be in the
 * present timeout would go on coming for the longer one. That holds for states that nothing refreshes,
 * and is an upper bound for ESTABLISHED and streams.
 *
 * Known exceptions, measured by test/lab/what-if.ts: with `nf_conntrack_tcp_loose` 0 a connection
 * that is dropped while it lives never comes back, so fewer are left than counted; a UDP stream that
 * is dropped comes back under `nf_conntrack_udp_timeout`, and is a stream again only two seconds later.
 */
export function predict(state: Counted, settings: Settings): Prediction {
  const changes: Prediction["changes"] = [];
  for (const [sysctl, to] of settings.timeouts) {
    const from = state.timeouts.get(sysctl) ?? null;
    const before = entriesUnder(state, sysctl);
    if (from === null)
      changes.push({ sysctl, from, to, before, after: before, how: "unknown", bound: null });
    else if (to <= from) {
      const after = before - idleFor(state, sysctl, from, to);
      const bound = sysctl === STREAM_SECONDS && state.shortStreams === true ? "at most" : null;
      changes.push({ sysctl, from, to, before, after, how: "counted", bound });
    } else {
      const after = Math.round(before * (to / from));
      changes.push({ sysctl, from, to, before, after, how: "scaled", bound: "at most" });
    }
  }
  const before = state.attribution.entries;
  const after = changes.reduce((sum, change) => sum + change.after - change.before, before);
  return { before, after, changes };
}

/** Entries that a timeout governs. */
function entriesUnder(state: Counted, sysctl: string): number {
  let sum = 0;
  for (const { byKind } of state.tables)
    for (const [kind, count] of byKind.entries()) if (timeoutSysctl(kind) === sysctl) sum += count;
  return sum;
}

/** Every timeout that a state of the table has. */
export const TIMEOUTS: ReadonlySet<string> = new Set(
  STATES.flatMap((_, state) =>
    [state * 4, state * 4 + ASSURED].flatMap((kind) => timeoutSysctl(kind) ?? []),
  ),
);
