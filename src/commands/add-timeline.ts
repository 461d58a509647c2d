import type { Command } from "commander";
import { listOf } from "./lists.ts";
import { REPORT_FORMATS } from "./output.ts";
import { formatOption, outputOption } from "./report-options.ts";
import type { TimelineCommand } from "./timeline.ts";

/** Adds the command that makes one incident of many sources. */
export function addTimeline(conntriage: Command): void {
  conntriage
    .command("timeline")
    .description("make one incident of bundles, dumps, logs and series of a node")
    .argument(
      "<evidence...>",
      "bundles, dumps with a date and time in their names, kernel logs, tables of samples (CSV, JSON), folders of these, or - for standard input",
    )
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outputOption())
    .option(
      "--zone <zone>",
      "the zone of clocks that name none, such as Europe/Berlin or +02:00 (default: the one in which they agree with a clock that is known, else UTC)",
    )
    .option(
      "--same <name=name>",
      "two names of one machine, such as the address in a series and the name in a bundle; also several",
      listOf(),
    )
    .option("--quiet", "no progress, and no list of the files written")
    .option("--verbose", "the stack of an error")
    .action(async (evidence: string[], options: TimelineCommand) => {
      const { runTimeline } = await import("./timeline.ts");
      await runTimeline(evidence, options);
    });
}
