import { formatNumber } from "../../format.ts";
import type { Analysis, AnalysisSignal } from "../contract.ts";
import { formatValue } from "../values.ts";
import { LEVEL_WORDS } from "../words.ts";
import { byReason } from "./not-found.ts";
import { folded, placeOf, table } from "./parts.ts";

/** The watch list: what is at a warning stands open, the rest is folded. */
export function signals({ signals: list }: Analysis): string {
  const known = list.filter(({ value }) => value !== null);
  const unknown = list.filter(({ value }) => value === null);
  const isRaised = ({ level }: AnalysisSignal) => level === "warning" || level === "critical";
  const raised = known.filter(isRaised);
  const others = known.filter((one) => !isRaised(one));
  const parts = [
    "## Signals",
    `Of ${formatNumber(list.length)} signals that are always looked at, ${formatNumber(raised.length)} are at a warning or critical, ${formatNumber(others.length)} are not, and ${formatNumber(unknown.length)} are unknown.`,
  ];
  if (raised.length > 0) parts.push(rows(raised));
  if (others.length > 0) parts.push(folded("Signals without a warning", rows(others)));
  if (unknown.length > 0)
    parts.push(
      folded(
        "Unknown signals",
        byReason(
          unknown.map(({ title, missing }) => ({ name: title, reason: missing ?? "" })),
        ).join("\n"),
      ),
    );
  return parts.join("\n\n");
}

const rows = (list: readonly AnalysisSignal[]): string =>
  table(
    ["Signal", "Value", "Level", "Place in the bundle"],
    list.map((one) => [
      one.title,
      formatValue(one.value, one.unit),
      LEVEL_WORDS[one.level],
      placeOf(one.source),
    ]),
  );
