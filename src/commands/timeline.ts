import { AnalyzerError } from "../errors.ts";
import { fileNameOfTimeline } from "../report/file-name.ts";
import type { TextOptions } from "../report/text/index.ts";
import type { Timeline } from "../report/timeline-contract.ts";
import { zoneOf } from "../series/zone.ts";
import { planFor, REPORT_ENDINGS, type ReportFormat } from "./output.ts";
import { renderPlain } from "./plain.ts";
import { checkStandardInput, openTarget } from "./targets.ts";
import { writeReport } from "./write-report.ts";

export interface TimelineCommand {
  format?: ReportFormat[];
  output?: string;
  /** The zone of clocks that name none. */
  zone?: string;
  /** Pairs of names that are one machine's. */
  same?: string[];
  quiet?: boolean;
}

/** Runs `conntriage timeline`. */
export async function runTimeline(
  targets: readonly string[],
  options: TimelineCommand,
): Promise<void> {
  checkStandardInput(targets);
  const plan = planFor<ReportFormat>(REPORT_ENDINGS, options.format ?? [], options.output);
  const zone = options.zone === undefined ? null : zoneOf(options.zone);
  const same = (options.same ?? []).map(pairOf);
  const { timeline } = await import("../analyze-timeline.ts");
  const { withProgress } = await import("./progress.ts");
  const told = await withProgress(
    openTarget,
    (open) => timeline(targets, { open, zone, same }),
    options.quiet === true,
  );
  const quiet = options.quiet === true;
  await writeReport(plan, REPORT_ENDINGS, fileNameOfTimeline(told), { quiet }, (format, text) =>
    render(told, format, text),
  );
}

function pairOf(text: string): [string, string] {
  const [, one, other] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (one === undefined)
    throw new AnalyzerError("USAGE", `--same ${text}: give two names, as in 10.0.0.5=worker-1`);
  return [one, other!];
}

/** The formats that nobody asked for are not loaded. */
async function render(told: Timeline, format: ReportFormat, options: TextOptions): Promise<string> {
  if (format === "json") return `${JSON.stringify(told, null, 2)}\n`;
  const { timelineDocument } = await import("../report/document/incident/index.ts");
  return renderPlain(timelineDocument(told), format, options);
}
