import { rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AnalyzerError } from "../errors.ts";
import { printable } from "../format.ts";
import { keyOf, mapOf, newKey, writeMap } from "../node/key-file.ts";
import { RedactedFile } from "../node/redacted-archive.ts";
import { type Redacted, redactBundle } from "../redact/bundle.ts";
import { KeyedHide } from "../redact/hide.ts";
import { readKey } from "../redact/prf.ts";
import { hexOf, mapOfWords } from "../redact/restore.ts";
import { sayRedacted } from "../redact/said.ts";
import { outputFailed } from "./exit.ts";
import { isFolder, makeFolder } from "./folders.ts";
import { openTarget } from "./targets.ts";

export interface RedactCommand {
  output: string;
  keyFile?: string;
  map?: string;
  quiet?: boolean;
}

/** Runs `conntriage redact`: a copy of a bundle without what is somebody's. */
export async function runRedact(target: string, options: RedactCommand): Promise<void> {
  const { output, quiet = false } = options;
  await checkOutput(target, output);
  const say = (text: string) => {
    if (!quiet) process.stderr.write(`conntriage: ${printable(text, 4096)}\n`);
  };
  const bundle = await openTarget(target);
  const { key, before } = await secretsOf(options, say);
  const hide = new KeyedHide(key);
  const part = `${output}.part`;
  let redacted: Redacted;
  try {
    await makeFolder(dirname(output));
    await rm(part, { force: true });
    const file = await RedactedFile.create(part);
    redacted = await redactBundle(bundle, hide, file);
    await file.close(redacted.damage.length === 0);
    if (redacted.kept === 0)
      throw new AnalyzerError(
        "BUNDLE_UNREADABLE",
        `${target}: ${redacted.damage[0] ?? "nothing in it is known, so that nothing is left of it"}`,
      );
    if (options.map !== undefined)
      await writeMap(options.map, mapOfWords(key, hide.names.seen, before));
    await rename(part, output);
  } catch (error) {
    // where no file can be, there is none to remove
    await rm(part, { force: true }).catch(() => undefined);
    throw error instanceof AnalyzerError ? error : outputFailed(`--output ${output}`, error);
  }
  const { held, leftOut, damage } = sayRedacted(redacted);
  if (!quiet) for (const one of leftOut) process.stdout.write(`left out ${one}\n`);
  for (const one of damage) say(one);
  if (!quiet) process.stdout.write(`wrote ${printable(output, 4096)}: ${held}\n`);
  if (options.map === undefined && options.keyFile === undefined)
    say(
      "no key is kept: nobody can undo this, or hide another bundle alike (see --key-file, --map)",
    );
}

/** The key, of its file or of a map that is there already, and what that map holds. */
async function secretsOf({ keyFile, map }: RedactCommand, say: (text: string) => void) {
  const before = map === undefined ? null : await mapOf(map);
  if (keyFile === undefined)
    return { key: before === null ? newKey() : readKey(before.key)!, before };
  const { key, said } = await keyOf(keyFile);
  if (said !== null) say(said);
  if (before !== null && before.key !== hexOf(key))
    throw new AnalyzerError(
      "USAGE",
      `--map ${map}: it is another key's: give a file that is not there yet`,
    );
  return { key, before };
}

async function checkOutput(target: string, output: string): Promise<void> {
  if (output === "-" || output === "")
    throw new AnalyzerError("USAGE", "--output: give a file, for its parts are written in turn");
  const [from, to] = await Promise.all(
    [target, output].map((path) => stat(path).catch(() => null)),
  );
  if (isFolder(output))
    throw new AnalyzerError("USAGE", `--output ${output}: a folder: give a file`);
  if (from != null && to != null && from.ino === to.ino && from.dev === to.dev)
    throw new AnalyzerError("USAGE", `--output ${output}: the bundle itself: give another file`);
}
