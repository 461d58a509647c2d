import type { TableFact } from "../parsers/conntrack-table/fact.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import type { Found } from "./facts.ts";

type Dump = Found<"conntrack-table">;

/** The dumps that count, and those that do not, with the reason. */
export interface ChosenTables {
  tables: TableFact[];
  found: Dump[];
  skipped: { entry: string; reason: string }[];
}

/**
 * Chooses the dumps that are counted, so that no entry counts twice: of the latest sample the whole ones
 * before those that were reduced or may be wrong, the fuller one first, and beside it those of other protocols and address
 * families. The others are listed as skipped.
 */
export function chooseTables(
  all: readonly Dump[],
  isDamaged: (dump: Dump) => boolean = () => false,
): ChosenTables {
  const chosen: Dump[] = [];
  const skipped: ChosenTables["skipped"] = [];
  const skip = ({ entry }: Dump, reason: string) => skipped.push({ entry, reason });
  const latest = latestOf(all);
  const isWhole = (one: Dump) =>
    one.origin.reduced === null && one.fact.events === 0 && !isDamaged(one);
  const sorted = [...latest].sort(
    (a, b) => Number(isWhole(b)) - Number(isWhole(a)) || b.fact.rows - a.fact.rows,
  );
  for (const one of all)
    if (!latest.includes(one)) skip(one, "a dump taken later was counted instead");
  for (const one of sorted) {
    const held = contentsOf(one.fact);
    const rival = chosen.find((other) =>
      contentsOf(other.fact).some((what) => held.includes(what)),
    );
    if (rival === undefined) chosen.push(one);
    else skip(one, `the entries of ${rival.fact.entry} were counted instead`);
  }
  return { tables: chosen.map(({ fact }) => fact), found: chosen, skipped };
}

/** Of each address family the dumps of the latest sample: the two are often listed one after the other. */
function latestOf(all: readonly Dump[]): Dump[] {
  const phases = ["end", "once", "mid", "start"] as const;
  const chosen: Dump[] = [];
  for (const phase of phases) {
    const later = new Set(chosen.flatMap(familiesOf));
    const own = all.filter((one) => one.phase === phase);
    chosen.push(...own.filter((one) => familiesOf(one).every((family) => !later.has(family))));
  }
  return chosen;
}

/** The address families that a dump lists, by its rows; by what it was asked for, where it has none. */
function familiesOf({ fact, label }: Dump): string[] {
  const families = familiesIn(fact);
  if (families.length > 0) return families;
  const asked = /^ipv([46])$/.exec(label)?.[1];
  return asked === undefined ? ["4", "6"] : [asked];
}

/** The protocols of a dump, with its address families: what two dumps must not share to add up. */
function contentsOf(fact: TableFact): string[] {
  const protocols = new Set<string>();
  for (const [kind, count] of fact.byKind.entries())
    if (count > 0) protocols.add(STATES[kind >> 2]!.protocol);
  return familiesIn(fact).flatMap((family) => [...protocols].map((protocol) => protocol + family));
}

const familiesIn = ({ parsed, ipv6 }: TableFact): string[] => [
  ...(parsed > ipv6 ? ["4"] : []),
  ...(ipv6 > 0 ? ["6"] : []),
];
