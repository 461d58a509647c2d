import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const BUNDLE = bundleOf("stale-endpoints");

describe("conntriage redact", () => {
  it("makes a key and a map for their owner alone, and restore undoes it", async () => {
    const args = ["--key-file", at("own.key"), "--map", at("own.map")];
    const redacted = await conntriage(["redact", BUNDLE, "-o", at("own.tar.gz"), ...args]);
    expect(redacted).toMatchObject({ code: 0 });
    expect(redacted.stderr).toContain("is a new key");
    expect(redacted.stdout).toMatch(/wrote .*own\.tar\.gz: \d+ entries, 0 left out/);
    for (const file of ["own.key", "own.map", "own.tar.gz"]) expect(modeOf(at(file))).toBe(0o600);
    const report = await conntriage(["analyze", at("own.tar.gz")]);
    expect(report.stdout).not.toMatch(/worker-1|sessions|10\.96\.66\.40/);
    writeFileSync(at("report.txt"), report.stdout);
    const restored = await conntriage(["restore", at("report.txt"), "--map", at("own.map")]);
    const real = await conntriage(["analyze", BUNDLE]);
    expect(restored.stdout.replace(/\s+/g, " ")).toBe(real.stdout.replace(/\s+/g, " "));
  });

  it("hides alike by one key, and adds to a map of that key only", async () => {
    const [a, b] = [at("a.tar.gz"), at("b.tar.gz")];
    await conntriage(["redact", BUNDLE, "-o", a, "--map", at("fleet.map")]);
    const words = Object.keys(JSON.parse(readFileSync(at("fleet.map"), "utf8")).words);
    await conntriage(["redact", bundleOf("retry-storm"), "-o", b, "--map", at("fleet.map")]);
    const more = Object.keys(JSON.parse(readFileSync(at("fleet.map"), "utf8")).words);
    expect(more).toEqual(expect.arrayContaining(words));
    const [one, other] = [await conntriage(["analyze", a]), await conntriage(["analyze", b])];
    expect(one.stdout.split("\n")[1]!.split(",")[0]).toBe(
      other.stdout.split("\n")[1]!.split(",")[0],
    );
    writeFileSync(at("other.key"), "0".repeat(64), { mode: 0o600 });
    const args = ["--key-file", at("other.key"), "--map", at("fleet.map")];
    expect(await conntriage(["redact", BUNDLE, "-o", at("c.tar.gz"), ...args])).toMatchObject({
      code: 2,
    });
    expect(existsSync(at("c.tar.gz"))).toBe(false);
  });

  it("says when a key is open to others, and when none is kept", async () => {
    writeFileSync(at("open.key"), "1".repeat(64));
    chmodSync(at("open.key"), 0o644);
    const open = await conntriage([
      "redact",
      BUNDLE,
      "-o",
      at("d.tar.gz"),
      "--key-file",
      at("open.key"),
    ]);
    expect(open.stderr).toContain("can be read by others");
    const none = await conntriage(["redact", BUNDLE, "-o", at("e.tar.gz")]);
    expect(none.stderr).toContain("no key is kept");
  });

  it.each([
    [["redact", BUNDLE, "-o", "-"], 2, "give a file"],
    [["redact", BUNDLE, "-o", BUNDLE], 2, "the bundle itself"],
    [["redact", BUNDLE, "-o", join(BUNDLE, "x.tar.gz")], 4, "a file is where a folder is wanted"],
    [["redact", "/nowhere.tar.gz", "-o", "x.tar.gz"], 3, "no such file"],
    [["restore", BUNDLE, "--map", "/nowhere.map"], 2, "no such file"],
  ])("%s ends with %i", async (args, code, words) => {
    const ended = await conntriage(args);
    expect(ended).toMatchObject({ code });
    expect(ended.stderr).toContain(words);
  });

  it("leaves nothing behind of a bundle in which nothing is known", async () => {
    writeFileSync(at("prose.txt"), "We saw time-outs yesterday.\nIt was fine again at noon.\n");
    const ended = await conntriage(["redact", at("prose.txt"), "-o", at("f.tar.gz")]);
    expect(ended).toMatchObject({ code: 3 });
    expect(existsSync(at("f.tar.gz")) || existsSync(at("f.tar.gz.part"))).toBe(false);
  });
});
