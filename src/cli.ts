#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { AnalyzerError } from "./errors.ts";
import { printable } from "./format.ts";

/** Exit codes, which scripts rely on. */
const EXIT = { done: 0, failedOn: 1, usage: 2, unreadable: 3 } as const;
const FORMATS = ["text", "markdown", "html", "json"];
const FAIL_ON = ["recovered", "elevated", "at-risk", "critical", "exhausted", "unknown"];

const version = (): string =>
  (
    JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    }
  ).version;

/** Each command loads what it needs when it runs, so that `--help` starts at once. */
function program(): Command {
  const conntriage = new Command("conntriage")
    .description("Says why a Kubernetes node dropped new connections, from a bundle of its values.")
    .version(version())
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
      new Option("-f, --format <format...>", "format of the report, also several (default: text)")
        .choices(FORMATS)
        .argParser((value: string, before: string[] | undefined) => {
          if (!FORMATS.includes(value))
            throw new InvalidArgumentError(`Choose from ${FORMATS.join(", ")}.`);
          return [...(before ?? []), value];
        }),
    )
    .option(
      "-o, --output <dir>",
      "write the formats into this folder instead of to standard output",
    )
    .addOption(
      new Option("--fail-on <state>", "exit with 1 when the state is this or worse").choices(
        FAIL_ON,
      ),
    )
    .option("--causes <file>", "also look for the causes of this file (YAML or JSON)")
    .option("--open", "write the HTML report, into a new folder without -o, and open it")
    .option("--verbose", "also the tables, and the stack of an error")
    .action(async (evidence: string[], _: object, command: Command) => {
      const { runAnalyze } = await import("./commands/analyze.ts");
      if (await runAnalyze(evidence, command.optsWithGlobals())) process.exitCode = EXIT.failedOn;
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
      const { runCollect } = await import("./commands/collect.ts");
      process.exitCode = await runCollect(rest, options.print === true);
    });
  conntriage
    .command("what-if")
    .description("predict a bundle's table under other timeouts or another limit")
    .argument("<bundle>", "archive, folder, single file, or - for standard input")
    .requiredOption(
      "--set <sysctl=value>",
      "a setting to try, such as nf_conntrack_udp_timeout=10; also several",
      (value: string, before: string[] = []) => [...before, value],
    )
    .option("-f, --format <format>", "text or json", "text")
    .action(async (bundle: string, options: { set: string[]; format: string }) => {
      const { runWhatIf } = await import("./commands/what-if.ts");
      await runWhatIf(bundle, options);
    });
  conntriage
    .command("causes")
    .description("list the causes that are looked for, or explain one")
    .argument("[id]", "a cause's id")
    .option("--causes <file>", "with the causes of this file (YAML or JSON)")
    .option("--schema", "write the JSON Schema of such a file")
    .action(async (id: string | undefined, options: { causes?: string; schema?: true }) => {
      const { runCauses } = await import("./commands/causes.ts");
      await runCauses(id, options);
    });
  return conntriage;
}

/** A reader that has seen enough, such as `head`, is no error. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.done);
  throw error;
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else report(error);
}

function report(error: unknown): void {
  const known = error instanceof AnalyzerError;
  // a message may quote the bundle, whose control characters must not reach the terminal
  const message = printable(error instanceof Error ? error.message : String(error), 1000);
  process.stderr.write(
    `conntriage: ${known ? message : `a fault of conntriage itself: ${message}`}\n`,
  );
  if (process.argv.includes("--verbose") && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = known && error.code === "USAGE" ? EXIT.usage : EXIT.unreadable;
}
