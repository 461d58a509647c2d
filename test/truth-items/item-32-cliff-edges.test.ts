/** Item 32: every full table ends with a cause and a first thing to do, on either side of a threshold. */
import { expect, test } from "vitest";
import { analyzeFull, live, rowsOf } from "./items.ts";

const LIMIT = 1_000;
const short = (n: number): string =>
  `tcp      6 ${n % 110} TIME_WAIT src=10.244.1.${n % 80} dst=10.96.${n % 40}.1 sport=${30_000 + n} dport=80 src=10.244.2.${n % 40} dst=10.244.1.${n % 80} sport=8080 dport=${30_000 + n} [ASSURED] mark=0 use=1`;
const lookUp = (n: number): string =>
  `udp      17 ${n % 28} src=10.244.1.${n % 80} dst=10.96.0.10 sport=${20_000 + n} dport=53 src=10.244.2.2 dst=10.244.1.${n % 80} sport=53 dport=${20_000 + n} mark=0 use=1`;
/** Connections in use, of which some go to one Service. */
const open =
  (toOne: number) =>
  (n: number): string =>
    n < toOne ? live(n).replaceAll(/10\.96\.0\.\d+/g, "10.96.7.7") : live(n);

/** Parts of a table, in percent: open connections, closed ones and lookups; and of all, those to one Service. */
const MIXES: readonly (readonly [number, number, number, number])[] = [
  [52, 28, 20, 42],
  [52, 28, 20, 38],
  [58, 31, 11, 10],
  [40, 29, 31, 10],
  [34, 33, 33, 5],
  [70, 15, 15, 45],
];

test.each(MIXES)(
  "%i %% open, %i %% closed, %i %% lookups, %i %% to one Service: a cause and a first step",
  async (opened, closed, asked, toOne) => {
    const part = (percent: number) => (percent * LIMIT) / 100;
    const analysis = await analyzeFull([
      ...rowsOf(part(opened), open(part(toOne))),
      ...rowsOf(part(closed), short),
      ...rowsOf(part(asked), lookUp),
    ]);
    const found = analysis.findings.filter(({ verdict }) => /confirmed|likely/.test(verdict));
    expect(found.map(({ cause }) => cause)).not.toEqual([]);
    expect(analysis.summary).not.toContain("does not show what filled it");
    expect(found.flatMap(({ remedies }) => remedies).length).toBeGreaterThan(0);
  },
);

const unclosed = (n: number): string =>
  `tcp      6 ${n % 3500} CLOSE_WAIT src=10.244.1.${n % 80} dst=10.96.3.1 sport=${30_000 + n} dport=80 src=10.244.2.3 dst=10.244.1.${n % 80} sport=8080 dport=${30_000 + n} [ASSURED] mark=0 use=1`;
const attempt = (n: number): string =>
  `tcp      6 ${n % 120} SYN_SENT src=10.244.1.${n % 20} dst=10.96.4.1 sport=${30_000 + n} dport=80 [UNREPLIED] src=10.244.2.4 dst=10.244.1.${n % 20} sport=8080 dport=${30_000 + n} mark=0 use=1`;
const idle = (n: number): string => live(n).replace(/ 863\d\d /, ` ${20_000 + n} `);

test("of five faults that hold the same, each of which would do alone, none is chosen silently", async () => {
  const kinds = [short, lookUp, unclosed, attempt, idle];
  const analysis = await analyzeFull(kinds.flatMap((kind) => rowsOf(LIMIT / kinds.length, kind)));
  const found = analysis.findings.filter(({ verdict }) => verdict === "likely");
  expect(found.map(({ cause }) => cause).sort()).toEqual([
    "close-wait-buildup",
    "connection-leak",
    "retry-storm",
    "time-wait-churn",
    "udp-accumulation",
  ]);
});
