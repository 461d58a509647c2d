import { Argument, type Command } from "commander";
import type { AnalyzeCommand } from "./analyze.ts";
import { FORMATS } from "./output.ts";
import type { RecorderQuestion } from "./recorder.ts";
import { formatOption, outputOption } from "./report-options.ts";

/** Adds the command that reads the folder of `collect.sh --watch`. */
export function addRecorder(conntriage: Command): void {
  conntriage
    .command("recorder")
    .description("tell how a recorder is (collect --watch), or analyze its last bundle")
    .addArgument(
      new Argument("<what>", "how it is, or what it recorded last").choices(["status", "last"]),
    )
    .argument("<folder>", "where the recorder writes")
    .addOption(formatOption(FORMATS, "; of status, text or json"))
    .addOption(outputOption())
    .option("--quiet", "no progress, and no list of the files written")
    .option("--verbose", "also the tables, and the stack of an error")
    .action(async (question: RecorderQuestion, folder: string, _: object, command: Command) => {
      const { runRecorder } = await import("./recorder.ts");
      await runRecorder(question, folder, command.optsWithGlobals<AnalyzeCommand>());
    });
}
