#!/usr/bin/env node
import { existsSync } from "node:fs";
import { CommanderError } from "commander";
import { EXIT, exitOf, outputFailed } from "./commands/exit.ts";
import { program } from "./commands/program.ts";
import { AnalyzerError } from "./errors.ts";
import { printable } from "./format.ts";

/** A reader that has seen enough, such as `head`, is no error; a full disk is. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") report(outputFailed("standard output", error));
  process.exit(process.exitCode ?? EXIT.done);
});
process.stderr.on("error", () => undefined);
process.on("uncaughtException", (error) => {
  report(error);
  process.exit();
});

// not awaited here: the single file holds this as a script, which cannot
program()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      sayAnalyze(error);
    } else report(error);
  })
  // once all is written: what a process tears down by itself takes longer
  .finally(() => process.stdout.write("", leave));

/** What could not be written is told by the handler above, which ends the process. */
function leave(error?: Error | null): void {
  if (error == null) process.stderr.write("", () => process.exit());
}

/** Evidence without a command is what somebody gives who has not read the help. */
function sayAnalyze({ code }: CommanderError): void {
  const word = process.argv.slice(2).find((one) => !one.startsWith("-"));
  if (code === "commander.unknownCommand" && word !== undefined && existsSync(word))
    process.stderr.write(`(To analyze it: conntriage analyze ${printable(word, 1000)})\n`);
}

function report(error: unknown): void {
  // a message may quote the bundle, whose control characters must not reach the terminal
  const message = printable(error instanceof Error ? error.message : String(error), 1000);
  process.stderr.write(
    `conntriage: ${error instanceof AnalyzerError ? message : `a fault of conntriage itself: ${message}`}\n`,
  );
  if (process.argv.includes("--verbose") && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = exitOf(error);
}
