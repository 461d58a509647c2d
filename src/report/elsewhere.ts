import type { Readings } from "../signals/index.ts";
import type { AnalysisFinding } from "./contract.ts";
import { fill } from "./fill.ts";

/** What the kernel says of another namespace's table, where no finding tells it: it stands in this one's log. */
export function elsewhereSentence(
  findings: readonly AnalysisFinding[],
  readings: Readings,
): string {
  const isFound = findings.some(
    ({ cause, verdict }) =>
      cause === "namespace-table-full" && (verdict === "confirmed" || verdict === "likely"),
  );
  if (isFound || !(Number(readings.get("namespaces.fullMessages")?.value ?? 0) > 0)) return "";
  return fill(
    " The kernel's log has {namespaces.fullMessages:counted} “table full” of another network namespace[?, {namespaces.full}?].",
    readings,
  );
}
