/** What the collector says while it works: on a terminal a line for each stage, elsewhere nothing. */
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { COLLECTOR, run } from "./collecting.ts";

const folder = temporaryFolder();
const missing = needs({ linux: true, commands: ["script"] });

/** What a terminal shows of a run. `script` gives one to standard error as well. */
async function shown(options: string): Promise<string[]> {
  const collect = `sh ${COLLECTOR} -o shown.tgz --duration 1 ${options}`;
  const { stdout } = await run(["script", "-qec", collect, "/dev/null"], {}, folder);
  return stdout.toString().replaceAll("\r", "").split("\n");
}

describe.skipIf(missing)(`on a terminal ${missing ?? ""}`, () => {
  it("tells first how long it takes at most, then each stage in a line", async () => {
    const lines = await shown("--no-dump");
    expect(lines.slice(0, 9)).toEqual([
      "conntriage: takes about 3 s, or longer if the table is large or tools do not answer:",
      expect.stringMatching(/^ {2}at most \d+ s, then the archive is written$/),
      "  looking for CoreDNS and the fullest network namespaces",
      "  first sample of the counters",
      "  watching for 1 s",
      "  second sample of the counters",
      "  rules, endpoints, pods, sockets and the kernel log",
      "  writing the archive",
      expect.stringMatching(/^conntriage: wrote shown\.tgz \(\d+ kB\)$/),
    ]);
    expect(lines.filter((line) => line.length > 86)).toEqual([]);
    const listed = await run(["sh", COLLECTOR, "--list", "--duration", "1", "--no-dump"]);
    const most = / +at most (\d+) s/.exec(lines[1]!)![1];
    expect(listed.stdout.toString()).toContain(`\n# in all at most ${most} s, `);
  });

  it("says nothing with --quiet", async () => {
    expect(await shown("--no-dump --quiet")).toEqual([""]);
  });
});

it.skipIf(missing)(`to a pipe says only what came of it ${missing ?? ""}`, async () => {
  const { stderr } = await run(["sh", COLLECTOR, "-o", "-", "--duration", "1", "--no-dump"]);
  const first = stderr
    .split("\n")
    .find((line) => !/^ |^conntriage: (?:not root|conn|this is)/.test(line));
  expect(first).toBe("conntriage: wrote the archive to standard output");
  expect(stderr).not.toContain("watching");
});

it.skipIf(missing)(
  `names what is missing with its whole reason, each once ${missing ?? ""}`,
  async () => {
    const { stderr } = await run(["sh", COLLECTOR, "-o", "-", "--duration", "1", "--no-dump"]);
    const [, list = ""] = stderr.split("Not taken, or only in part:\n");
    const reasons = list
      .replaceAll(/\n {4}/g, " ")
      .trim()
      .split("\n");
    const said = reasons.map((line) => line.slice(line.indexOf(": ") + 2));
    expect(said.length).toBeGreaterThan(2);
    expect(said.length).toBe(new Set(said).size);
    expect(list).toContain("dump/conntrack-L-ipv4.txt.gz: left out by --no-dump\n");
    expect(list.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);
