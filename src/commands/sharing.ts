import type { Command } from "commander";
import type { RedactCommand } from "./redact.ts";
import type { RestoreCommand } from "./restore.ts";

/** Adds the commands by which a bundle, or the analyzer itself, is given to others, and their report is read. */
export function addSharing(conntriage: Command): void {
  conntriage
    .command("redact")
    .description("write a copy of a bundle without addresses and names, to be shown to others")
    .argument("<bundle>", "archive, folder, single file, or - for standard input")
    .requiredOption("-o, --output <file>", "the copy, a .tar.gz that analyze reads as before")
    .option(
      "--key-file <file>",
      "the key by which names are hidden, 64 hexadecimal digits; one that is not there is made. Bundles of one key are hidden alike. Without, a key that nobody keeps",
    )
    .option(
      "--map <file>",
      "also write what restore needs, the key among it: keep it from whoever gets the copy. To one that is there the new names are added",
    )
    .option("--quiet", "no list of what was left out")
    .action(async (bundle: string, options: RedactCommand) => {
      const { runRedact } = await import("./redact.ts");
      await runRedact(bundle, options);
    });
  conntriage
    .command("page")
    .description("write the analyzer as one HTML file, which reads bundles in a browser, offline")
    .requiredOption("-o, --output <file>", "write to this file; - for standard output")
    .action(async ({ output }: { output: string }) => {
      const { runPage } = await import("./page.ts");
      await runPage(output);
    });
  conntriage
    .command("restore")
    .description("put the addresses and names back into a report of a redacted bundle")
    .argument("<report>", "a report in any format, or any other text; - for standard input")
    .requiredOption("--map <file>", "the map that redact wrote")
    .option("-o, --output <file>", "write to this file (default: standard output)")
    .action(async (report: string, options: RestoreCommand) => {
      const { runRestore } = await import("./restore.ts");
      await runRestore(report, options);
    });
}
