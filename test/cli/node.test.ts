import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const missing = needs({ linux: true });

describe.skipIf(missing)(`conntriage node ${missing ?? ""}`, () => {
  /** Where temporary files go, to see what is left of them. */
  const environment = (name: string) => {
    const TMPDIR = join(folder, name);
    mkdirSync(TMPDIR);
    return { TMPDIR };
  };

  it("collects here, prints the report and leaves nothing behind", async () => {
    const env = environment("none-left");
    const run = await conntriage(["node", "--duration", "1"], "", env);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^CONNECTION TRACKING/);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  it("--keep leaves the bundle, of which analyze says the same", async () => {
    const env = environment("kept");
    const kept = join(folder, "kept.tar.gz");
    const run = await conntriage(["node", "--duration", "1", "--keep", kept], "", env);
    expect(run.code).toBe(0);
    expect((await conntriage(["analyze", kept])).stdout).toBe(run.stdout);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  it("a bundle that cannot be written: 4", async () => {
    const args = ["node", "--duration", "1", "--keep", join(folder, "no/such/kept.tar.gz")];
    expect(await conntriage(args)).toMatchObject({ code: 4, stdout: "" });
  });

  it("a collector that fails: its code and its words, no report, nothing left", async () => {
    const env = environment("failed");
    const run = await conntriage(["node", "--duration", "0"], "", env);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: --duration wants/);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });
});
