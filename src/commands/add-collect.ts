import type { Command } from "commander";
import { EXIT } from "./exit.ts";

/** Adds the commands that take a bundle of this node. */
export function addCollect(conntriage: Command): void {
  conntriage
    .command("node")
    .description("collect on this node and write the report, in one step")
    .option("--keep <file>", "keep the bundle as this file")
    .option("--duration <seconds>", "how long to watch (default: 10)")
    .option("--quiet", "no progress")
    .option("--verbose", "also the tables, and the stack of an error")
    .action(async (_: object, command: Command) => {
      const { runNode } = await import("./node.ts");
      await runNode(command.optsWithGlobals());
    });
  conntriage
    .command("collect")
    .description("run the collector on this node; its options follow")
    .option(
      "--print",
      "write the collector's script to standard output instead, with the options that follow as its defaults",
    )
    .helpOption(false)
    .argument("[options...]", "options of the collector: see collect --help")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (rest: string[], options: { print?: true }) => {
      const { runCollect } = await import("./collect.ts");
      const code = await runCollect(rest, options.print === true);
      process.exitCode = code === 1 ? EXIT.fault : code;
    });
}
