import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { timeline } from "../../src/analyze-timeline.ts";
import { openTarget } from "../../src/commands/targets.ts";
import type { Timeline } from "../../src/report/timeline-contract.ts";
import { zoneOf } from "../../src/series/zone.ts";
import { temporaryFolder } from "../support/folders.ts";

const root = temporaryFolder();
let made = 0;

/** Writes files into a folder of their own and makes their timeline. */
export async function told(
  files: Readonly<Record<string, string | Uint8Array>>,
  { zone, same = [] }: { zone?: string; same?: [string, string][] } = {},
): Promise<Timeline> {
  const folder = join(root, `case-${made++}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const options = zone === undefined ? {} : { zone: zoneOf(zone) };
  return timeline([folder], { open: openTarget, same, ...options });
}
