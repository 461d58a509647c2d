/** What somebody tries who has read only the README and the help. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { whatIf } from "../../src/analyze-what-if.ts";
import { makeFolder } from "../../src/commands/folders.ts";
import { planOf } from "../../src/commands/output.ts";
import { sayWhatIf } from "../../src/report/what-if-words.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage, type Run } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const healthy = bundleOf("healthy");
const ROW =
  "tcp      6 86000 ESTABLISHED src=10.0.0.1 dst=10.96.0.10 sport=4000 dport=53 src=10.244.0.5 dst=10.0.0.1 sport=53 dport=4000 [ASSURED] mark=0 use=1\n";
const { row, loose } = {
  row: join(writeFiles(join(folder, "row"), { "row.txt": ROW }), "row.txt"),
  loose: join(
    writeFiles(join(folder, "loose"), {
      "dump.txt": ROW.replaceAll("4000", "x")
        .repeat(1200)
        .split("\n")
        .map((line, at) => line.replaceAll("x", String(at + 1024)))
        .join("\n"),
    }),
    "dump.txt",
  ),
};

describe("a folder that is made", () => {
  it("has those above it, and is there already without a fault", async () => {
    const deep = join(folder, "a/b/c");
    await makeFolder(deep);
    await makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });
  it.skipIf(!existsSync("/proc/self"))("is refused at once where none can be made", async () => {
    await expect(makeFolder("/proc/nope/below")).rejects.toThrow("ENOENT");
  });
  it("is refused in words where a file stands", async () => {
    await expect(makeFolder(row)).rejects.toThrow("a file is where a folder is wanted");
  });
});

it.each([
  ["x.htm", "html"],
  ["x.Markdown", "markdown"],
  ["x.pdf", "text"],
])("%s is %s", (file, format) => {
  expect(planOf([], file).formats).toEqual([format]);
});

const WRONG: [args: string[], code: number, said: RegExp][] = [
  [["page", "-o", `${folder}/none/`], 2, /--output \S+: give a file\n$/],
  [["what-if", row, "--set", "nf_conntrack_max=5"], 3, /nothing can be predicted: 1 row\b/],
  [["what-if", row, "--set", "nf_conntrack_maxx=5"], 2, /did you mean nf_conntrack_max\?\n$/],
  [["what-if", row, "--set", "nf_conntrack_max=2147483648"], 2, /from 1 to 2147483647\n$/],
  [
    ["what-if", row, "--set", "nf_conntrack_max=5,net.nf_conntrack_max = 6"],
    2,
    /--set net\.nf_conntrack_max = 6: it is 5 already\n$/,
  ],
  [["rows", row, "--src", "10.0.0.1", "--src", "10.0.0.2"], 2, /It is 10\.0\.0\.1 already\.\n$/],
  [["recorder", "status", folder], 3, /no recorder wrote there/],
  [["restore", folder, "--map", row], 2, /not a map/],
  [[row], 2, /\(To analyze it: conntriage analyze \S+row\.txt\)\n$/],
];

it("each wrong use is told in a line, with its exit code", async () => {
  const runs = await Promise.all(WRONG.map(([args]) => conntriage(args)));
  for (const [at, { code, stderr }] of runs.entries()) {
    const [args, wanted, said] = WRONG[at]!;
    expect({ args, code }).toEqual({ args, code: wanted });
    expect(stderr).toMatch(said);
  }
});

it("a file lies in a folder that was not there, and says its format where its name does not", async () => {
  const [page, report] = [join(folder, "new/p.html"), join(folder, "new/r.pdf")];
  const runs: Run[] = await Promise.all([
    conntriage(["page", "-o", page]),
    conntriage(["analyze", healthy, "-o", report]),
  ]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/);
  expect(runs[1]!.stdout).toBe(`wrote ${report}, as text\n`);
});

describe("what-if", () => {
  const said = async (target: string, timeouts: [string, number][], max: number | null) =>
    sayWhatIf(await whatIf(target, { timeouts: new Map(timeouts), max }));
  it("says what a limit below the count does", async () => {
    const { notes } = await said(healthy, [], 500);
    expect(notes).toEqual([expect.stringMatching(/^More than the limit of 500: .*removes no/)]);
    expect((await said(healthy, [], 50_000)).notes).toEqual([]);
  });
  it("says how a timeout's entries were counted", async () => {
    const { changes } = await said(healthy, [["nf_conntrack_udp_timeout", 1]], null);
    expect(changes[0]).toMatch(/: \d+ of 217 entries would remain \(counted by /);
    const longer = await said(healthy, [["nf_conntrack_udp_timeout", 60]], null);
    expect(longer.changes[0]).toMatch(/: 217 entries would be 434 at most \(scaled by /);
  });
  it("knows no growth without two samples, and no room without a limit", async () => {
    const { figures } = await said(loose, [], null);
    const full = (of: typeof figures) => of.find(({ what }) => what === "full in")!.to;
    expect(full(figures)).toBe("unknown, as the limit is");
    expect(full((await said(loose, [], 5000)).figures)).toBe("unknown, as it takes two samples");
  });
});
