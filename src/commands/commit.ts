import { readFileSync } from "node:fs";

/** The commit that the build knew; null where there was none. */
export function commitOf(): string | null {
  try {
    return JSON.parse(readFileSync(new URL("../build.json", import.meta.url), "utf8")).commit;
  } catch {
    return null;
  }
}
