import { type Command, InvalidArgumentError } from "commander";
import type { FleetCommand } from "./fleet.ts";
import { FLEET_FORMATS } from "./fleet-formats.ts";
import { listOf } from "./lists.ts";
import { formatOption, outputOption } from "./report-options.ts";

/** Adds the command that reads the bundles of many nodes. */
export function addFleet(conntriage: Command): void {
  conntriage
    .command("fleet")
    .description("say of many nodes: one or all, which stick out, and who fills up next")
    .argument("<evidence...>", "bundles, digests, folders of these, or - for standard input")
    .addOption(formatOption(FLEET_FORMATS))
    .addOption(outputOption("as fleet.html and so on"))
    .option(
      "--fail-on <what>",
      "exit with 1 on what analyze takes, on any node, or on outlier or skew; also several",
      listOf(),
    )
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .option("-j, --jobs <count>", "threads that read bundles (default: one for each CPU)", jobs)
    .option("--quiet", "no progress, and no list of the files written")
    .action(async (evidence: string[], options: FleetCommand) => {
      const { runFleet } = await import("./fleet.ts");
      await runFleet(evidence, options);
    });
}

function jobs(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new InvalidArgumentError("Give a whole number from 1 to 256.");
  return count;
}
