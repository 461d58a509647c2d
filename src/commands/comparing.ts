import { type Command, Option } from "commander";
import type { CompareCommand } from "./compare.ts";
import { listOf } from "./lists.ts";
import { REPORT_FORMATS } from "./output.ts";

/** What `compare --fail-on` takes. */
const FAIL_ON = ["regression", "unknown"] as const;

export function addCompare(conntriage: Command): void {
  conntriage
    .command("compare")
    .description("say what differs between captures of one node, beyond what chance gives")
    .argument(
      "<captures...>",
      "what was before, then what was after: each what analyze takes, or an analysis saved as JSON; of more than two, each step is compared as well",
    )
    .addOption(
      new Option("-f, --format <format>", "format of the report, also several (default: text)")
        .choices(REPORT_FORMATS)
        .argParser(listOf(REPORT_FORMATS)),
    )
    .option(
      "-o, --output <path>",
      "write to this file; to this folder, by names with host and time, if it ends in /, is one, or several formats are asked for",
    )
    .addOption(
      new Option(
        "--fail-on <what>",
        "exit with 1 on any of these: regression (the state is worse, a cause is new or worse, or more is lost), unknown (too little is known to say); also several",
      )
        .choices(FAIL_ON)
        .argParser(listOf(FAIL_ON)),
    )
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .option("--quiet", "no progress, and no list of the files written")
    .option("--verbose", "the whole tables, and the stack of an error")
    .action(async (captures: string[], _: object, command: Command) => {
      const { runCompare } = await import("./compare.ts");
      await runCompare(captures, command.optsWithGlobals<CompareCommand>());
    });
}
