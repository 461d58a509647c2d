import { AnalyzerError } from "./errors.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import type { SourceName } from "./parsers/index.ts";
import { MOST_HOSTS } from "./parsers/log-host.ts";
import { scrapedAt } from "./parsers/node-metrics.ts";
import type { PrometheusFact } from "./parsers/prometheus.ts";
import type { SectionHead } from "./sections/section.ts";

/** Whose sections are read, and who gets what they say. */
interface Entry {
  path: string;
  about: Pick<Piece, "layout" | "unit">;
  pieces: Piece[];
  coverage: Coverage;
}

/** When a fact was taken, where it says so itself. */
const ownTime = (source: SourceName, fact: unknown): number | null =>
  source === "node-metrics" ? scrapedAt(fact as PrometheusFact) : null;

/** Of Prometheus's own metrics each line is its machine's, whoever collected them. */
function unitOf({ source, context }: SectionHead, unit: Piece["unit"]): Piece["unit"] {
  if (unit === null || source !== "node-metrics" || context.host === null) return unit;
  return { ...unit, node: context.host };
}

/** Keeps the fact of a section, or notes why it has none, and what of it was left out. */
export function keepFact(
  { path, about: { layout, unit }, pieces, coverage }: Entry,
  head: SectionHead,
  source: SourceName,
  lines: number,
  end: () => unknown,
): void {
  try {
    const fact = end();
    for (const line of (fact as { cutLines?: number[] }).cutLines ?? [])
      coverage.failed.push({ entry: path, line, reason: "a CPU's row is cut and was left out" });
    for (const line of (fact as { oddLines?: number[] }).oddLines ?? []) {
      const reason = "a count or limit is no whole number and was left out";
      coverage.failed.push({ entry: path, line, reason });
    }
    const left = (fact as { machinesLeftOut?: number }).machinesLeftOut ?? 0;
    if (left > 0)
      coverage.failed.push({
        entry: path,
        line: null,
        reason: `lines of ${left} more machines than ${MOST_HOSTS} were left out`,
      });
    pieces.push({
      source,
      fact,
      entry: path,
      line: head.line,
      lines,
      layout,
      unit: unitOf(head, unit),
      phase: null,
      label: "",
      path: head.path ?? path,
      context: { ...head.context, time: head.context.time ?? ownTime(source, fact) },
      elided: head.elided,
    });
  } catch (error) {
    if (!(error instanceof AnalyzerError) || error.code === "BUNDLE_UNREADABLE") throw error;
    const line = error.place?.line ?? head.line;
    coverage.failed.push({ entry: path, line, reason: error.message });
  }
}
