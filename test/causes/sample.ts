import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Who } from "../support/parties.ts";

export const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));
/** The samples that hold a bundle, by their folders' names. */
export const SAMPLE_IDS = readdirSync(SAMPLES)
  .filter((name) => existsSync(`${SAMPLES}${name}/bundle.tar.gz`))
  .sort();

/** What a sample's expected.json says. */
export interface Expected extends Who {
  state: string;
  primary: string | null;
  /** Other causes that are rightly found, none without. */
  also?: string[];
}

export const bundleOf = (id: string): string => `${SAMPLES}${id}/bundle.tar.gz`;
export const expectedOf = (id: string): Expected =>
  JSON.parse(readFileSync(`${SAMPLES}${id}/expected.json`, "utf8")) as Expected;

/** Unpacks a bundle below `into`; answers the lines of its entries, or null for one that is not there. */
export function linesOf(id: string, into: string): (entry: string) => string[] | null {
  const folder = mkdtempSync(join(into, "bundle-"));
  execFileSync("tar", ["-xzf", bundleOf(id), "-C", folder]);
  const known = new Map<string, string[] | null>();
  const read = (entry: string): string[] | null => {
    if (!existsSync(join(folder, entry))) return null;
    const bytes = readFileSync(join(folder, entry));
    const text = (entry.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    return text.replace(/\n$/, "").split("\n");
  };
  return (entry) => {
    if (!known.has(entry)) known.set(entry, read(entry));
    return known.get(entry)!;
  };
}
