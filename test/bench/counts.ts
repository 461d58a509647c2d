import { execFileSync } from "node:child_process";
import type { Attribution } from "../../src/attribution/attribution.ts";
import { addressText } from "../../src/attribution/offenders.ts";
import { IS_UDP, USE_NAMES, usesOfClasses } from "../../src/attribution/use-ids.ts";
import type { TableFact } from "../../src/parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, SNAT } from "../../src/parsers/conntrack-table/row.ts";
import { STATES } from "../../src/parsers/conntrack-table/states.ts";
import { AWK, ONE_PASS } from "./yardsticks.ts";

const LISTS = ["sources", "destinations", "backends", "ports", "tuples"] as const;
type List = (typeof LISTS)[number];
type Tally = Map<string, number>;

/** Who holds most, without what a tie leaves open: of equals in the tenth place any may be named. */
interface Ranking {
  distinct: number;
  /** The ten largest counts. */
  largest: number[];
  /** Those above the tenth, by name. */
  leaders: Record<string, number>;
}

/** What a dump comes to, in a form in which two programs can be compared. */
export type Counts = { rows: number } & Record<"protocol" | "kind" | "remaining" | "use", Tally> &
  Record<List, Ranking>;

const add = (tally: Tally, key: string, count: number): Tally =>
  tally.set(key, (tally.get(key) ?? 0) + count);

function ranking(distinct: number, tally: Tally): Ranking {
  const sorted = [...tally].sort(([, a], [, b]) => b - a).slice(0, 10);
  const least = sorted.at(-1)?.[1] ?? 0;
  return {
    distinct,
    largest: sorted.map(([, count]) => count),
    leaders: Object.fromEntries(sorted.filter(([, count]) => count > least)),
  };
}

function nameOfKind(id: number): string {
  const { protocol, state } = STATES[id >> 2]!;
  return `${protocol} ${state ?? "-"}${id & 1 ? " UNREPLIED" : ""}${id & 2 ? " ASSURED" : ""}`;
}

/** Of the analyzer. `established` is the timeout that the bundle gives. */
export function countsOf(table: TableFact, attribution: Attribution, established: number): Counts {
  const [protocol, kind, remaining, use]: Tally[] = [new Map(), new Map(), new Map(), new Map()];
  for (const [id, count] of table.byKind.entries()) {
    if (count === 0) continue;
    const { protocol: name } = STATES[id >> 2]!;
    add(protocol!, name, count);
    add(kind!, nameOfKind(id), count);
  }
  table.remaining.forEach((id, left, held) => {
    add(remaining!, `${nameOfKind(id)} ${left}`, held);
  });
  for (const [name, { entries }] of Object.entries(attribution.uses))
    if (entries > 0) add(use!, name, entries);
  const lists = listsOf(table, usesOfClasses(table.borders, established));
  return {
    rows: table.rows,
    ...{ protocol: protocol!, kind: kind!, remaining: remaining!, use: use! },
    ...eachList((list) => ranking(lists[list].size, lists[list])),
  };
}

const eachList = <T>(make: (list: List) => T): Record<List, T> =>
  Object.fromEntries(LISTS.map((list) => [list, make(list)])) as Record<List, T>;

function listsOf(table: TableFact, useOf: Uint8Array): Record<List, Tally> {
  const lists = eachList((): Tally => new Map());
  table.flows.forEach((dst, replySrc, both, meta, count) => {
    const rowClass = meta & CLASS_MASK;
    const v6 = (meta & IPV6) !== 0;
    const [to, backend] = [addressText(table, dst, v6), addressText(table, replySrc, v6)];
    const [port, backendPort] = [both >>> 16, both & 0xffff];
    const how = `${USE_NAMES[useOf[rowClass]!]}${meta & SNAT ? " snat" : ""}`;
    add(lists.destinations, to, count);
    add(lists.backends, backend, count);
    if (port !== 0) add(lists.ports, `${IS_UDP[rowClass] ? "udp" : "tcp"}/${port}`, count);
    add(lists.tuples, `${to} ${port} ${backend} ${backendPort} ${how}`, count);
  });
  table.sources.forEach((src, _b, _c, meta, count) => {
    add(lists.sources, addressText(table, src, (meta & IPV6) !== 0), count);
  });
  return lists;
}

/** Of the one-pass program, which shares nothing with the analyzer, not even the language. */
export function countsOfAwk(path: string): Counts {
  const said = execFileSync(AWK, ["-f", ONE_PASS, path], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: 2 ** 26,
  });
  const labels = new Map<string, Tally>();
  for (const line of said.trimEnd().split("\n")) {
    const [label, key, count] = line.split("\t") as [string, string, string];
    labels.set(label, add(labels.get(label) ?? new Map(), key, Number(count)));
  }
  const of = (label: string): Tally => labels.get(label) ?? new Map();
  return {
    rows: of("rows").get("")!,
    ...{ protocol: of("protocol"), kind: of("kind"), remaining: of("remaining"), use: of("use") },
    ...eachList((list) => ranking(of("distinct").get(list)!, of(list))),
  };
}
