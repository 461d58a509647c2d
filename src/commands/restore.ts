import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { AnalyzerError } from "../errors.ts";
import { mapOf } from "../node/key-file.ts";
import { restorer } from "../redact/restore.ts";
import { reasonOf } from "./exit.ts";
import { writeTo } from "./output.ts";

export interface RestoreCommand {
  map: string;
  output?: string;
}

/** Runs `conntriage restore`: a report with the names and addresses that a redaction hid. */
export async function runRestore(report: string, { map, output }: RestoreCommand): Promise<void> {
  const known = await mapOf(map);
  if (known === null) throw new AnalyzerError("USAGE", `--map ${map}: no such file`);
  const said = await (report === "-" ? text(process.stdin) : readFile(report, "utf8")).catch(
    (error: unknown) => {
      const reason =
        (error as NodeJS.ErrnoException).code === "EISDIR"
          ? "a folder: give a report"
          : reasonOf(error);
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${report}: ${reason}`);
    },
  );
  await writeTo(output, restorer(known)(said));
}
