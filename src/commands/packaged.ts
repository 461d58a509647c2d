import { readFileSync } from "node:fs";

// What the package holds beside its code. The single file has nothing beside it: build/single.mjs puts the
// texts themselves in this file's place there.

/** The collector's script, from `src/` and from `dist/` alike. */
export const collector = async (): Promise<string> =>
  readFileSync(new URL("../../src/collector/collect.sh", import.meta.url), "utf8");

/** The commit that the build knew; null where there was none. */
export function commitOf(): string | null {
  try {
    return JSON.parse(readFileSync(new URL("../build.json", import.meta.url), "utf8")).commit;
  } catch {
    return null;
  }
}
