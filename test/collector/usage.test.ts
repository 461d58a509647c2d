import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { NOT_LINUX, run, unpack, withShell } from "./collecting.ts";

const folder = temporaryFolder();
const collect = (options: string[], env = {}) =>
  run([...withShell("sh"), ...options], { TMPDIR: folder, ...env }, folder);

describe.skipIf(NOT_LINUX)(`the collector's command line ${NOT_LINUX ?? ""}`, () => {
  it.each([
    [["--depth"], "unknown option --depth"],
    [["bundle.tar.gz"], "unknown option bundle.tar.gz"],
    [["-o"], "-o wants a value"],
    [["-o", ""], "-o wants a file, or -"],
    [["-o", "/dev/null"], "/dev/null is no regular file"],
    [["--duration", "0"], "--duration wants a whole number from 1 to 3600"],
    [["--duration=3601"], "--duration wants a whole number from 1 to 3600"],
    [["--interval", "1.5"], "--interval wants a whole number from 1 to 3600"],
    [["--interval", "010"], "--interval wants a whole number from 1 to 3600"],
    [["--max-rows", "-1"], "--max-rows wants a whole number from 1 to 100000000"],
    [["--max-rows", "99999999999999999999"], "--max-rows wants a whole number from 1 to 100000000"],
  ])("%j is wrong usage, in one line", async (options, message) => {
    const { code, stdout, stderr } = await collect(options);
    expect(stderr).toBe(`conntriage: ${message}; see --help\n`);
    expect(code).toBe(2);
    expect(stdout).toHaveLength(0);
  });

  it.each(["metrics;reboot:1", "a:1 b:2 c:3 d:4"])(
    "CONNTRIAGE_COREDNS=%j is refused",
    async (list) => {
      const { code, stderr } = await collect([], { CONNTRIAGE_COREDNS: list });
      expect(stderr).toMatch(/^conntriage: CONNTRIAGE_COREDNS .*\n$/);
      expect(code).toBe(2);
    },
  );

  it("explains itself within 80 columns", async () => {
    for (const option of ["-h", "--help"]) {
      const { code, stdout, stderr } = await collect([option]);
      const lines = stdout.toString().split("\n");
      expect(lines[0]).toBe(
        "Usage: sh collect.sh [-o FILE|-] [--duration SECONDS] [--interval SECONDS]",
      );
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
  });

  it("has the package's version", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await collect(["--version"])).stdout.toString()).toBe(`${version}\n`);
  });

  it("does not write to a file that is in its way", async () => {
    writeFileSync(join(folder, "taken.tgz.partial"), "another's");
    const { code, stderr } = await collect(["-o", "taken.tgz"]);
    expect(stderr).toBe(
      "conntriage: cannot create taken.tgz.partial: it exists, or its folder takes no files\n",
    );
    expect(code).toBe(1);
    expect(readFileSync(join(folder, "taken.tgz.partial"), "utf8")).toBe("another's");
  });

  it("writes a file of any name, and nothing beside it", async () => {
    const name = 'it\'s "odd"\\ \u0007é\n.tgz';
    const { code } = await collect(["-o", name, "--duration", "1", "--no-dump"]);
    expect(code).toBe(0);
    expect(readdirSync(folder).filter((entry) => entry !== "taken.tgz.partial")).toEqual([name]);
    const { manifest } = unpack(readFileSync(join(folder, name)), folder);
    expect(manifest["arguments"]).toBe(`-o it's "odd"\\ ??.tgz --duration 1 --no-dump`);
  });
});

const uts = needs({ linux: true, root: true, commands: ["unshare"] });
it.skipIf(uts)(`survives any host name ${uts ?? ""}`, async () => {
  const script = 'printf %s "$1" >/proc/sys/kernel/hostname && shift && exec "$@"';
  const command = ["unshare", "-u", "sh", "-c", script, "sh", 'no"de/../\\x\t', ...withShell("sh")];
  const options = ["-o", "-", "--duration", "1", "--no-dump"];
  const { stdout } = await run([...command, ...options], { TMPDIR: folder });
  const { manifest, top } = unpack(stdout, folder);
  expect(manifest["hostname"]).toBe('no"de/../\\x');
  expect(top).toMatch(/^conntriage-no-de-\.\.--x--\d{8}T\d{6}Z$/);
});
