import { keyOf, type Piece } from "./facts/piece.ts";
import type { PrometheusFact } from "./parsers/prometheus.ts";
import type { SysctlFact } from "./parsers/sysctl.ts";

const COUNT = /(?:^|\.)(?:nf|ip)_conntrack_count$|^node_nf_conntrack_entries$/;
const MAX = /(?:^|\.)(?:nf|ip)_conntrack_max$|^node_nf_conntrack_entries_limit$/;
/** A count that is so many times the limit is above no limit that somebody set. */
const LACKS_A_DIGIT = 10;

interface Named {
  name: string;
  value: number;
  line: number;
  /** Whose it is. */
  key: string;
  of: Map<string, unknown>;
}

/**
 * Leaves out a limit with which the text ends, without the end of its line, where the count is of more digits: only
 * the limit's first ones came. Answers whether there was one.
 */
export function leaveOutHalf(pieces: readonly Piece[], line: number): boolean {
  const all = pieces.flatMap(named);
  const half = all.find((one) => one.line === line && MAX.test(one.name));
  const isCut = all.some(
    ({ name, key, value }) =>
      COUNT.test(name) && key === half?.key && value >= half.value * LACKS_A_DIGIT,
  );
  if (isCut) half?.of.delete(half.name);
  return isCut;
}

/** The numbers of a piece by name: settings, and a scrape's samples. */
function named({ source, fact, context }: Piece): Named[] {
  const key = keyOf(context);
  if (source === "sysctl") {
    const of = (fact as SysctlFact).values;
    return [...of].map(([name, { value, line }]) => ({
      name,
      value: Number(value),
      line,
      key,
      of,
    }));
  }
  if (source !== "node-metrics") return [];
  const of = (fact as PrometheusFact).series;
  return [...of].flatMap(([name, samples]) =>
    samples.map(({ value, line }) => ({ name, value, line, key, of })),
  );
}
