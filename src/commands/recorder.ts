import { AnalyzerError } from "../errors.ts";
import { formatNumber, formatShare } from "../format.ts";
import { type AnalyzeCommand, runAnalyze } from "./analyze.ts";
import { writeTo } from "./output.ts";
import { type RecorderFolder, readFolder } from "./recorder-folder.ts";

/** A recorder writes a row each second: one that is older says that none is running. */
const ALIVE_SECONDS = 30;
/** How it is, it says each minute, also while there is nothing to write a row of; then at the latest after 90 s. */
const TOLD_SECONDS = 120;

export type RecorderQuestion = "status" | "last";

/** Runs `conntriage recorder`. */
export async function runRecorder(
  question: RecorderQuestion,
  folder: string,
  options: AnalyzeCommand,
): Promise<void> {
  const read = readFolder(folder);
  if (question === "status") {
    const [format = "text", ...others] = options.format ?? [];
    if (others.length > 0 || (format !== "text" && format !== "json"))
      throw new AnalyzerError("USAGE", "--format: recorder status is text or json");
    const status =
      format === "json"
        ? `${JSON.stringify(read, null, 2)}\n`
        : statusText(folder, read, Date.now());
    await writeTo(options.output, status);
    return;
  }
  const newest = read.bundles.at(-1);
  if (newest === undefined)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${folder}: there is no bundle yet; see conntriage recorder status ${folder}`,
    );
  if (options.quiet !== true)
    process.stderr.write(`${newest.file}; conntriage timeline ${newest.file} tells when\n`);
  await runAnalyze([newest.file], options);
}

/** How a recorder is, in lines. `now` is in milliseconds since 1970. */
export function statusText(
  folder: string,
  { bundles, rows, first, last, told, log }: RecorderFolder,
  now: number,
): string {
  const pid = told["pid"] ?? "unknown";
  const lines: string[] = [];
  if (isWithin(last?.time, now, ALIVE_SECONDS))
    lines.push(`${folder}: watching, as process ${pid}`);
  else if (told["count"] === "unknown" && isWithin(told["time"], now, TOLD_SECONDS))
    lines.push(`${folder}: watching, as process ${pid}; connection tracking is not loaded`);
  else if (last === null) lines.push(`${folder}: nothing was recorded yet`);
  else lines.push(`${folder}: not watching: the last row is of ${last.time}`);
  if (last !== null)
    lines.push(
      `Table     ${tableText(last)}, at ${last.time}`,
      `Ring      ${formatNumber(rows)} rows, from ${first!.time} on`,
    );
  if (told["at"] !== undefined)
    lines.push(
      `Triggers  from ${told["at"]} % on; ${told["skipped"] ?? "unknown"} not gathered, as they came too soon; kernel log ${told["log"] === "read" ? "read" : "not read"}`,
    );
  lines.push(
    bundles.length === 0
      ? "Bundles   none"
      : `Bundles   ${bundles.length}, of ${told["keep"] ?? "unknown"} at most, ${formatNumber(Math.ceil(bundles.reduce((sum, { bytes }) => sum + bytes, 0) / 1024))} kB`,
    ...bundles.map(({ file }) => `  ${file}`),
  );
  if (log.length > 0) lines.push("Log", ...log.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

const isWithin = (time: string | undefined, now: number, seconds: number): boolean =>
  time !== undefined && Math.abs(now - Date.parse(time)) <= seconds * 1000;

const tableText = ({ count, max }: { count: number; max: number | null }): string =>
  max === null
    ? `${formatNumber(count)} entries; the limit is not known`
    : max === 0
      ? `${formatNumber(count)} entries; the limit is 0, which is none`
      : `${formatNumber(count)} of ${formatNumber(max)} entries (${formatShare(count / max)})`;
