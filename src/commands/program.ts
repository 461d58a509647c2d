import { Argument, Command, Option } from "commander";
import { examplesOf } from "./examples.ts";
import { EXIT_CODES } from "./exit.ts";
import { listOf } from "./lists.ts";
import { FORMATS } from "./output.ts";
import type { RowsCommand } from "./rows.ts";
import { SCHEMA_NAMES, type SchemaName } from "./schema-names.ts";
import { SHELLS, type Shell } from "./shells.ts";
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
    .addOption(
      new Option("-f, --format <format>", "format of the report, also several (default: text)")
        .choices(FORMATS)
        .argParser(listOf(FORMATS)),
    )
    .option(
      "-o, --output <path>",
      "write to this file; to this folder, by names with host and time, if it ends in /, is one, or several formats are asked for",
    )
    .option(
      "--fail-on <what>",
      `exit with 1 on any of these: a state, or a worse one (recovered, elevated, at-risk, critical, exhausted), unknown, truncated, finding (a cause is confirmed or likely), or a cause's id; also several`,
      listOf(),
    )
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .option("--open", "write the HTML report, into a new folder without -o, and open it")
    .option("--quiet", "no progress, nothing of files that were written")
    .option("--verbose", "also the tables, and the stack of an error")
    .action(async (evidence: string[], _: object, command: Command) => {
      const { runAnalyze } = await import("./analyze.ts");
      await runAnalyze(evidence, command.optsWithGlobals());
    });
  conntriage
    .command("collect")
    .description("run the collector on this node; its options follow")
    .option("--print", "write the collector's script to standard output instead")
    .helpOption(false)
    .argument("[options...]", "options of the collector: see collect --help")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (rest: string[], options: { print?: true }) => {
      const { runCollect } = await import("./collect.ts");
      process.exitCode = await runCollect(rest, options.print === true);
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
    .option("--src <address[:port]>", "who began the connection")
    .option("--dst <address[:port]>", "whom it was meant for, such as a Service")
    .option("--reply <address[:port]>", "who answers, such as the Service's endpoint")
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
    .command("causes")
    .description("list the causes that are looked for, or explain one")
    .argument("[id]", "a cause's id")
    .option("--causes <file>", "with the causes of this file (YAML or JSON)")
    .option("--schema", "write the JSON Schema of such a file")
    .action(async (id: string | undefined, options: { causes?: string; schema?: true }) => {
      const { runCauses } = await import("./causes.ts");
      await runCauses(id, options);
    });
  conntriage
    .command("signals")
    .description("list the signals that causes test, or tell how one is seen by hand")
    .argument("[name]", "a signal's name")
    .action(async (name: string | undefined) => {
      const { runSignals } = await import("./signals.ts");
      runSignals(name);
    });
  conntriage
    .command("schema")
    .description("write the JSON Schema of the analysis, a file of causes or a bundle's manifest")
    .addArgument(new Argument("<name>", "which").choices(SCHEMA_NAMES))
    .action(async (name: SchemaName) => {
      const { runSchema } = await import("./schema.ts");
      runSchema(name);
    });
  conntriage
    .command("completion")
    .description("write the script by which a shell completes this command line")
    .addArgument(new Argument("<shell>", "which").choices(SHELLS))
    .action(async (shell: Shell) => {
      const { runCompletion } = await import("./completion.ts");
      runCompletion(shell, conntriage);
    });
  conntriage
    .command("man")
    .description("write the manual's page, in roff")
    .action(async () => {
      const { runMan } = await import("./man.ts");
      runMan(conntriage);
    });
  for (const command of [conntriage, ...conntriage.commands])
    command.addHelpText("after", examplesOf(command.name()));
  conntriage.addHelpText(
    "after",
    `Exit codes:\n${EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("")}`,
  );
  return conntriage;
}
