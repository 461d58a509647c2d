import { readFile } from "node:fs/promises";
import type { Cause } from "../causes/cause.ts";
import { CAUSES } from "../causes/index.ts";
import { AnalyzerError } from "../errors.ts";
import { reasonOf } from "./exit.ts";

/** The cause table with those of a file, when one is named. The YAML reader is loaded only then. */
export async function loadCauses(file: string | undefined): Promise<readonly Cause[]> {
  if (file === undefined) return CAUSES;
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new AnalyzerError("USAGE", `--causes ${file}: ${reasonOf(error)}`);
  });
  const { readCauses, withCauses } = await import("../causes/custom.ts");
  try {
    return withCauses(CAUSES, readCauses(text, file));
  } catch (error) {
    if (!(error instanceof AnalyzerError)) throw error;
    throw new AnalyzerError(error.code, `--causes ${error.message}`, error.place);
  }
}
