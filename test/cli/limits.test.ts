import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { program } from "../../src/commands/program.ts";
import { LIMITS } from "../../src/limits.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { tarOf } from "../support/archives.ts";
import { temporaryFolder } from "../support/folders.ts";

const root = temporaryFolder();
const ENTRIES = 3;
const LINES = 20;

/** The real ceilings take seconds to reach: these are as low as a test wants them. */
beforeEach(() => {
  LIMITS.entries = ENTRIES;
  LIMITS.linesPerEntry = LINES;
});

/** Analyses an archive whose last entry, and of that the last lines, are past the ceilings. */
async function analysis(...flags: string[]): Promise<Analysis> {
  const [bundle, report] = [join(root, "large.tar"), join(root, "report.json")];
  const body = `${"\n".repeat(LINES)}net.netfilter.nf_conntrack_count = 123456\nnet.netfilter.nf_conntrack_max = 262144\n`;
  const others = Array.from({ length: ENTRIES }, (_, at) => ({ name: `${at}.txt`, body: "net\n" }));
  writeFileSync(bundle, tarOf(...others, { name: "last.txt", body }));
  const args = ["analyze", bundle, "-o", report, "--quiet", ...flags];
  await program().parseAsync(["node", "conntriage", ...args]);
  return JSON.parse(readFileSync(report, "utf8")) as Analysis;
}

it("--max-entries and --max-lines reach what is past the ceilings, and only both together", async () => {
  const all = await analysis("--max-entries", "9", "--max-lines", "99");
  expect(all.table).toMatchObject({ count: 123_456, max: 262_144 });
  for (const flags of [
    ["--max-entries", "9"],
    ["--max-lines", "99"],
  ]) {
    LIMITS.entries = ENTRIES;
    LIMITS.linesPerEntry = LINES;
    const found = await analysis(...flags).catch((error: Error) => error.message);
    expect(typeof found === "string" ? null : found.table.count, flags.join(" ")).toBeNull();
  }
});
