import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribution/attribute.ts";
import { collectServices } from "../../src/attribution/services.ts";
import { USES, type Use } from "../../src/attribution/uses.ts";
import { STATES } from "../../src/parsers/conntrack-table/states.ts";
import { free, freedByTimeout } from "../../src/what-if/free.ts";
import { kindsOf } from "../../src/what-if/kinds-of-use.ts";
import { predict } from "../../src/what-if/predict.ts";
import type { TableState } from "../../src/what-if/table-state.ts";
import { dump, type Row, table } from "../attribution/rows.ts";

const TIMEOUTS = new Map([
  ["nf_conntrack_tcp_timeout_established", 86_400],
  ["nf_conntrack_tcp_timeout_time_wait", 120],
  ["nf_conntrack_udp_timeout", 30],
  ["nf_conntrack_udp_timeout_stream", 120],
]);
function stateOf(rows: readonly Row[], changes: Partial<TableState> = {}): TableState {
  const tables = [table(dump(...rows))];
  const attribution = attribute(tables, collectServices([]), 86_400);
  return {
    tables,
    attribution,
    scale: 1,
    timeouts: TIMEOUTS,
    count: rows.length,
    max: 1000,
    ...changes,
  };
}

/** The sysctl that rules a row of this test. */
const sysctlOf = ({ protocol, state, flag }: Row): string => {
  if (protocol === "udp") return `nf_conntrack_udp_timeout${flag === "[ASSURED]" ? "_stream" : ""}`;
  return `nf_conntrack_tcp_timeout_${state === "TIME_WAIT" ? "time_wait" : "established"}`;
};
const anyRow = fc.record({
  protocol: fc.constantFrom<"tcp" | "udp">("tcp", "udp"),
  state: fc.constantFrom("TIME_WAIT", "ESTABLISHED"),
  left: fc.oneof(
    fc.nat(130),
    fc.nat(4200),
    fc.integer({ min: 82_700, max: 82_900 }),
    fc.nat(90_000),
  ),
  flag: fc.constantFrom<"" | "[ASSURED]">("", "[ASSURED]"),
});

describe("what a shorter timeout frees", () => {
  it("is each row whose last packet is longer ago, counted one by one", () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 40 }),
        fc.constantFrom(...TIMEOUTS.keys()),
        fc.oneof(fc.nat(86_400), fc.constantFrom(3600, 20, 30)),
        (rows, sysctl, seconds) => {
          const present = TIMEOUTS.get(sysctl)!;
          // of what the kernel gives 300 s, a longer timeout lets nothing go
          const stuck = ({ left }: Row) =>
            sysctl.endsWith("established") && seconds > 300 && left! <= 300;
          const gone = rows.filter(
            (row) => sysctlOf(row) === sysctl && present - row.left > seconds && !stuck(row),
          );
          const freed = freedByTimeout(stateOf(rows), sysctl, seconds)!;
          expect(freed).toBe(gone.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is exact to the second", () => {
    const rows = [29, 20, 19, 10, 0].map((left) => ({ protocol: "udp" as const, left }));
    const state = stateOf(rows);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout", 10)).toBe(3);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout", 11)).toBe(2);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout", 29)).toBe(1);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout", 30)).toBe(0);
  });

  it("is at an hour below kube-proxy's day what is called idle", () => {
    const rows = [82_739, 82_799, 82_800, 82_801, 82_859].map((left) => ({ left }));
    const state = stateOf(rows);
    expect(state.attribution.uses["idle-established"].entries).toBe(2);
    expect(freedByTimeout(state, "nf_conntrack_tcp_timeout_established", 3600)).toBe(2);
  });

  it("leaves out entries with more left than the timeout: they were made under an older one", () => {
    const rows = [{ left: 400_000 }, { left: 90_000 }, { left: 3_000_000 }, { left: 301 }];
    expect(freedByTimeout(stateOf(rows), "nf_conntrack_tcp_timeout_established", 3600)).toBe(1);
    const month = new Map([["nf_conntrack_tcp_timeout_established", 2_592_000]]);
    const state = stateOf(rows, { timeouts: month });
    expect(freedByTimeout(state, "nf_conntrack_tcp_timeout_established", 3600)).toBe(3);
  });

  it("is unknown when the present timeout is, not none", () => {
    const state = stateOf([{ left: 1 }], { timeouts: new Map() });
    const timeout = "nf_conntrack_tcp_timeout_established";
    expect(freedByTimeout(state, timeout, 60)).toBeNull();
    expect(free(state, { timeout, seconds: 60 })).toBeNull();
  });

  it("of streams is not that of questions: udp_timeout_stream does nothing for DNS", () => {
    const state = stateOf([{ protocol: "udp", dport: 53, left: 1 }]);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout_stream", 10)).toBe(0);
    expect(freedByTimeout(state, "nf_conntrack_udp_timeout", 10)).toBe(1);
  });
});

describe("other changes", () => {
  const rows: Row[] = [
    ...new Array<Row>(6).fill({ state: "TIME_WAIT", dport: 80 }),
    ...new Array<Row>(3).fill({ state: "TIME_WAIT", dport: 81 }),
    { state: "CLOSE" },
  ];

  it("a limit frees nothing, and the part in use falls", () => {
    expect(free(stateOf(rows, { count: 500 }), { limit: 2000 })).toEqual({
      entries: 0,
      utilizationAfter: 0.25,
    });
  });

  it("what is avoided is all of its uses, what is cleared the destinations of one that are named", () => {
    const state = stateOf(rows, { max: 20 });
    expect(free(state, { avoids: ["time-wait", "closing"] })).toEqual({
      entries: 10,
      utilizationAfter: 0,
    });
    // 6 and 3 of them: both are worth naming, and the remedy has a command for each
    expect(free(state, { clears: "time-wait" })).toEqual({ entries: 9, utilizationAfter: 0.05 });
    expect(free(state, { clears: "time-wait", of: "source" })?.entries).toBe(9);
    expect(free(state, { clears: "udp" })).toEqual({ entries: 0, utilizationAfter: 0.5 });
  });

  it("the part in use is unknown without a limit, and never below none", () => {
    expect(free(stateOf(rows, { max: null }), { avoids: ["time-wait"] })).toEqual({
      entries: 9,
      utilizationAfter: null,
    });
    expect(free(stateOf(rows, { max: 0 }), { avoids: [] })?.utilizationAfter).toBeNull();
    expect(free(stateOf(rows, { count: 2 }), { avoids: ["time-wait"] })?.utilizationAfter).toBe(0);
  });

  it("the rows of the dump stand in for a count that is unknown", () => {
    expect(free(stateOf(rows, { count: null }), { avoids: [] })?.utilizationAfter).toBe(0.01);
  });
});

describe("of a table that was full", () => {
  const rows: Row[] = [
    ...new Array<Row>(6).fill({ state: "TIME_WAIT", left: 100 }),
    ...new Array<Row>(4).fill({ protocol: "udp", flag: "[UNREPLIED]", left: 20 }),
  ];
  const [closed, sent] = [stateOf(rows.slice(0, 1)), stateOf(rows.slice(6, 7))].map(({ tables }) =>
    tables[0]!.byKind.findIndex((count) => count > 0),
  ) as [number, number];
  /** Twice as many of the one, and ten times as many of the other are asked for as are there. */
  const demand = {
    low: 40,
    high: 52,
    parts: [
      {
        kind: closed,
        held: 6,
        low: 10,
        high: 12,
        ends: "nf_conntrack_tcp_timeout_time_wait",
      },
      { kind: sent, held: 4, low: 30, high: 40, ends: "nf_conntrack_udp_timeout" },
    ],
  };

  it("what is left is what was asked for, without what was refused of the same", () => {
    const state = stateOf(rows, { max: 20, demand });
    expect(free(state, { avoids: ["one-way-udp"] })).toEqual({
      entries: 4,
      utilizationAfter: 12 / 20,
    });
    expect(
      free(stateOf(rows, { max: 100, demand }), {
        timeout: "nf_conntrack_udp_timeout",
        seconds: 15,
      }),
    ).toMatchObject({ utilizationAfter: (12 + 20) / 100 });
    expect(free(state, { limit: 104 })).toEqual({ entries: 0, utilizationAfter: 0.5 });
  });

  it("it fills again where more is asked for than there is room", () => {
    const state = stateOf(rows, { max: 20, demand });
    for (const change of [{ avoids: ["time-wait"] }, { entries: 5 }, { limit: 30 }] as const)
      expect(free(state, change)?.utilizationAfter).toBe(1);
  });

  it("nothing is said where what was asked for is not told", () => {
    const state = stateOf(rows, { max: 20, demand: null });
    for (const change of [{ avoids: ["time-wait"] }, { entries: 5 }, { limit: 30 }] as const)
      expect(free(state, change)?.utilizationAfter).toBeNull();
  });
});

it("each use is of some kinds of entries, and streams are not other UDP", () => {
  const kinds = Array.from({ length: STATES.length * 4 }, (_, kind) => kind);
  const state = stateOf([{ protocol: "udp", flag: "[ASSURED]" }, {}]);
  for (const use of Object.keys(USES) as Use[])
    expect(kinds.filter(kindsOf([use], state)), use).not.toEqual([]);
  const streams = kindsOf(["udp-stream"], state);
  expect(kinds.filter(kindsOf(["udp"], state)).filter(streams)).toEqual([]);
  // lookups from a port that a client keeps are under the timeout of streams, and only where there are some
  expect(kinds.filter(kindsOf(["dns"], state)).filter(streams)).toEqual([]);
  const kept = stateOf([{ protocol: "udp", dport: 53, flag: "[ASSURED]" }]);
  expect(kinds.filter(kindsOf(["dns"], kept)).filter(streams)).not.toEqual([]);
});

it.each([
  [false, 60, 1, null],
  // with 20 s left it may be under nf_conntrack_udp_timeout, and silent for ten
  [true, 60, 2, "at most"],
  [true, 240, 6, "at most"],
  [false, 240, 6, "at most"],
] as const)(
  "streams that may be short (%s) under %i s: %i, %s",
  (shortStreams, seconds, after, bound) => {
    const rows = [20, 40, 100].map((left): Row => ({ protocol: "udp", flag: "[ASSURED]", left }));
    const state = stateOf(rows, { shortStreams });
    const timeouts = new Map([["nf_conntrack_udp_timeout_stream", seconds]]);
    expect(predict(state, { timeouts, max: null }).changes).toMatchObject([
      { before: 3, after, bound },
    ]);
  },
);
