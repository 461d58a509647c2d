import { type Command, Option } from "commander";
import type { CompareCommand } from "./compare.ts";
import { listOf } from "./lists.ts";
import { REPORT_FORMATS } from "./output.ts";
import { formatOption, outputOption } from "./report-options.ts";

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
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outputOption())
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
