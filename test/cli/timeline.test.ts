import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { build, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const root = temporaryFolder();
const INCIDENT = join(ROOT, "samples/timeline/metrics/incident.tar.xz");
const timeline = (...args: string[]) => conntriage(["timeline", ...args]);

describe("conntriage timeline", () => {
  it("says on the terminal what happened, when, and what set it off", async () => {
    const { code, stdout, stderr } = await timeline(INCIDENT);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^CONNECTION TRACKING INCIDENT: THE TABLE WAS FULL\n/);
    expect(stdout).toContain("10.96.7.25:8125/udp");
  });

  it("writes one file of the format that its ending names, and a folder of several", async () => {
    const file = join(root, "incident.md");
    expect((await timeline(INCIDENT, "-o", file)).stdout).toBe(`wrote ${file}\n`);
    expect(readFileSync(file, "utf8")).toContain("## For the postmortem");
    const folder = join(root, "out");
    await timeline(INCIDENT, "-f", "html,json", "-o", folder, "--quiet");
    expect(readdirSync(folder).sort()).toEqual([
      "conntriage-timeline-20261126T100703Z.html",
      "conntriage-timeline-20261126T100703Z.json",
    ]);
  });

  it("2 on a wrong zone or pair, 3 where there is no time in anything", async () => {
    expect(await timeline(INCIDENT, "--zone", "Nowhere/At-all")).toMatchObject({ code: 2 });
    expect(await timeline(INCIDENT, "--same", "worker-1")).toMatchObject({ code: 2 });
    const notes = join(root, "notes.txt");
    writeFileSync(notes, "the node was slow\n");
    const none = await timeline(notes);
    expect(none.code).toBe(3);
    expect(none.stderr).toContain(`${notes}: no timeline, for it looks like prose;`);
    expect(await timeline(join(root, "nothing"))).toMatchObject({ code: 3 });
    expect(existsSync(join(root, "nothing"))).toBe(false);
  });

  it("does what the README's examples do", async () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const lines = [...readme.matchAll(/^conntriage (timeline samples\/[^#\n]*?) +#/gm)];
    expect(lines.length).toBeGreaterThan(1);
    for (const [, line] of lines) {
      const run = await conntriage(line!.trim().split(" "));
      expect(run, line).toMatchObject({ code: 0, stderr: "" });
    }
  });

  it("prints its schema", async () => {
    const { stdout } = await conntriage(["schema", "timeline"]);
    expect(JSON.parse(stdout).properties.schema).toMatchObject({ const: "conntriage/timeline/1" });
  });
});
