import type { AnalysisFinding } from "../report/contract.ts";
import { chanceOf, chanceOfMeasured, chanceOfRates } from "./chance.ts";
import { rowsOf, type Side, scaleOf } from "./side.ts";

export type Evidence = AnalysisFinding["evidence"][number];

/** What is counted as it stands at one moment. */
const STOCKS = /^(?:entries|sockets|zones|ports|destinations|sources|endpoints|connections|rules)$/;
/** What is counted over the window. */
const EVENTS = /^(?:packets|messages|times|queries|requests|changes|failures)$/;

/** Whether the values of one signal differ by more than chance gives; null where one of them is unknown. */
export function differs(one: Evidence, other: Evidence, before: Side, after: Side): boolean | null {
  const [a, b] = [one.value, other.value];
  if (a === null || b === null) return null;
  if (typeof a !== "number" || typeof b !== "number") return a !== b;
  return Math.abs(b - a) > limitOf(one, a, b, before, after);
}

function limitOf(
  { signal, unit }: Evidence,
  a: number,
  b: number,
  before: Side,
  after: Side,
): number {
  const seconds = ({ analysis }: Side) => Math.max(1, analysis.bundle.windowSeconds ?? 1);
  if (unit === "share") {
    const part = ({ analysis: { table } }: Side) =>
      1 / Math.max(1, signal.startsWith("table.") ? (table.max ?? 1) : rowsOf(table));
    return chanceOf({ value: a, scale: part(before) }, { value: b, scale: part(after) });
  }
  if (STOCKS.test(unit))
    return chanceOf(
      { value: a, scale: scaleOf(before) ?? 1 },
      { value: b, scale: scaleOf(after) ?? 1 },
    );
  if (unit.endsWith("/s"))
    return chanceOfRates(
      { rate: a, seconds: seconds(before) },
      { rate: b, seconds: seconds(after) },
    );
  if (EVENTS.test(unit)) {
    const [from, to] = [seconds(before), seconds(after)];
    const limit = chanceOfRates({ rate: a / from, seconds: from }, { rate: b / to, seconds: to });
    // as many in a longer window are fewer a second
    return Math.abs(a / from - b / to) > limit ? 0 : Number.POSITIVE_INFINITY;
  }
  const isSetting = signal.startsWith("timeout.") || /^(?:version|status|CPUs|buckets)$/.test(unit);
  return isSetting ? 0 : chanceOfMeasured(a, b);
}
