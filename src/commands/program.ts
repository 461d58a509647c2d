import { Command, Option } from "commander";
import { addCollect } from "./add-collect.ts";
import { addFleet } from "./add-fleet.ts";
import { addRecorder } from "./add-recorder.ts";
import { addTimeline } from "./add-timeline.ts";
import type { AskCommand } from "./ask.ts";
import type { CheckCommand } from "./check.ts";
import { CHECK_FORMAT_NAMES } from "./check-formats.ts";
import { addCompare } from "./comparing.ts";
import { examplesOf } from "./examples.ts";
import { EXIT_CODES } from "./exit.ts";
import { listOf, onlyOne, wholeNumber } from "./lists.ts";
import { FORMATS } from "./output.ts";
import { addReference } from "./reference.ts";
import { formatOption, outputOption } from "./report-options.ts";
import type { RowsCommand } from "./rows.ts";
import { addSharing } from "./sharing.ts";
import { versionLine } from "./version.ts";

/** Each command loads what it needs when it runs, so that `--help` starts at once. */
export function program(): Command {
  const conntriage = new Command("conntriage")
    .description("Says why a Kubernetes node dropped new connections, from a bundle of its values.")
    .version(versionLine())
    .option("--verbose", "also the tables of analyze, and the stack of an error")
    .configureHelp({ helpWidth: 80 })
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });
  conntriage
    .command("analyze")
    .description("write the report of a bundle, or of several as one case")
    .argument("<evidence...>", "archives, folders, single files, or - for standard input")
    .addOption(formatOption(FORMATS))
    .addOption(outputOption())
    .option(
      "--fail-on <what>",
      `exit with 1 on any of these: a state, or a worse one (recovered, elevated, at-risk, critical, exhausted), unknown, truncated, finding (a cause is confirmed or likely), or a cause's id; also several`,
      listOf(),
    )
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .option(
      "--max-entries <n>",
      "read so many files of a bundle at most (default: 100000)",
      wholeNumber,
    )
    .option(
      "--max-lines <n>",
      "read so many lines of one text at most (default: 5000000)",
      wholeNumber,
    )
    .option("--open", "write the HTML report, into a new folder without -o, and open it")
    .option("--quiet", "no progress, and no list of the files written")
    .option("--verbose", "also the tables, and the stack of an error")
    .action(async (evidence: string[], _: object, command: Command) => {
      const { runAnalyze } = await import("./analyze.ts");
      await runAnalyze(evidence, command.optsWithGlobals());
    });
  addCollect(conntriage);
  conntriage
    .command("ask")
    .description("print the shortest read-only script that would settle what is open")
    .argument("<evidence...>", "archives, folders, single files, or - for standard input")
    .addOption(
      new Option("-f, --format <format>", "the script, or its commands as a list")
        .choices(["text", "json"])
        .default("text"),
    )
    .action(async (evidence: string[], options: AskCommand) => {
      const { runAsk } = await import("./ask.ts");
      await runAsk(evidence, options);
    });
  conntriage
    .command("what-if")
    .description("predict a bundle's table under other timeouts or another limit")
    .argument("<bundle>", "archive, folder, single file, or - for standard input")
    .requiredOption(
      "--set <sysctl=value>",
      "a setting to try, such as nf_conntrack_udp_timeout=10; also several",
      listOf(),
    )
    .addOption(
      new Option("-f, --format <format>", "format of the answer")
        .choices(["text", "json"])
        .default("text"),
    )
    .action(async (bundle: string, options: { set: string[]; format: "text" | "json" }) => {
      const { runWhatIf } = await import("./what-if.ts");
      await runWhatIf(bundle, options);
    });
  conntriage
    .command("rows")
    .description("write one party's entries of the table, as they stand in the dumps")
    .argument("<bundle>", "archive, folder, single file, or - for standard input")
    .option("--src <address[:port]>", "the source of the connection", onlyOne)
    .option("--dst <address[:port]>", "its destination, such as a Service", onlyOne)
    .option(
      "--reply <address[:port]>",
      "the source of its replies, such as the Service's endpoint",
      onlyOne,
    )
    .option("--state <state>", "of these states, or UNREPLIED or ASSURED; also several", listOf())
    .addOption(
      new Option("-f, --format <format>", "the rows, or a JSON object a line")
        .choices(["text", "jsonl"])
        .default("text"),
    )
    .option("--quiet", "no count of the rows on standard error")
    .action(async (bundle: string, options: RowsCommand) => {
      const { runRows } = await import("./rows.ts");
      await runRows(bundle, options);
    });
  conntriage
    .command("check")
    .description("hold bundles against what their analyses must say")
    .argument("[folders...]", "folders with a bundle and expected.json, or folders of these")
    .addOption(
      new Option("-f, --format <format>", "how the result is written")
        .choices(CHECK_FORMAT_NAMES)
        .default("text"),
    )
    .option("-o, --output <file>", "write the result to this file")
    .option("--update", "write each expected.json where it differs, or is missing")
    .option("--self", "check the samples that are part of this program")
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .action(async (folders: string[], options: CheckCommand) => {
      const { runCheck } = await import("./check.ts");
      await runCheck(folders, options);
    });
  addCompare(conntriage);
  addFleet(conntriage);
  addTimeline(conntriage);
  addRecorder(conntriage);
  addSharing(conntriage);
  addReference(conntriage);
  for (const command of [conntriage, ...conntriage.commands])
    command.addHelpText("after", examplesOf(command.name()));
  conntriage.addHelpText(
    "after",
    `Exit codes:\n${EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("")}`,
  );
  return conntriage;
}
