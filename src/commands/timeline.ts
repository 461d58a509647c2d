import { AnalyzerError } from "../errors.ts";
import type { TextOptions } from "../report/text/index.ts";
import type { Timeline } from "../report/timeline-contract.ts";
import { zoneOf } from "../series/zone.ts";
import {
  fileNameOfTimeline,
  planFor,
  REPORT_ENDINGS,
  type ReportFormat,
  shown,
  writeDocuments,
} from "./output.ts";
import { renderPlain } from "./plain.ts";
import { openTarget } from "./targets.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

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
  if (targets.filter((one) => one === "-").length > 1)
    throw new AnalyzerError("USAGE", "- : standard input can be given once only");
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
  const onScreen: TextOptions = {
    colour: wantsColour(process.stdout, process.env),
    width: columnsOf(process.stdout),
  };
  const paths = await writeDocuments(plan, REPORT_ENDINGS, fileNameOfTimeline(told), (format) =>
    render(told, format, {}),
  );
  if (plan.to.is === "screen") process.stdout.write(await render(told, plan.formats[0], onScreen));
  if (options.quiet) return;
  if (plan.to.is === "folder" && paths.has("text"))
    process.stdout.write(await render(told, "text", onScreen));
  for (const path of paths.values()) process.stdout.write(`wrote ${shown(path)}\n`);
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
