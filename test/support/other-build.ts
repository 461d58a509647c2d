/** The command of another build, which `npm run truth -- --at COMMIT` asks instead of the sources. */
import { spawnSync } from "node:child_process";
import type { Analysis } from "../../src/report/contract.ts";

export const OTHER_BUILD = process.env["CONNTRIAGE_CLI"];

/** What each analysis of it was made from. */
const archives = new WeakMap<Analysis, Uint8Array>();

/** What the other build says of an archive. */
function ask(archive: Uint8Array, format: string): string {
  const options = { input: archive, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const words = [OTHER_BUILD!, "analyze", "-", "-f", format];
  return spawnSync(process.execPath, words, options).stdout;
}

export function otherAnalysis(archive: Uint8Array): Analysis {
  const analysis = JSON.parse(ask(archive, "json")) as Analysis;
  archives.set(analysis, archive);
  return analysis;
}

/** The other build's own text of an analysis that it made; null for one that was made here. */
export function otherText(analysis: Analysis, format: "text" | "markdown"): string | null {
  const archive = archives.get(analysis);
  return archive === undefined ? null : ask(archive, format);
}
