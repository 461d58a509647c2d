/** That the longest duration which is told before holds, whatever hangs. */
import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { busyboxPath, confined, run, unpack } from "./collecting.ts";

const missing = needs({ linux: true, commands: ["busybox"] });
const folder = temporaryFolder();

/** All that the collector asks: every other tool only works on what these gave. */
const TOOLS =
  "conntrack curl kubectl crictl ethtool dmesg journalctl ss nft ipvsadm iptables-save ip6tables-save " +
  "iptables-legacy-save ip6tables-legacy-save";

describe.skipIf(missing)(`where every tool hangs ${missing ?? ""}`, () => {
  it.concurrent.each([
    { name: "with-timeout", without: [] as string[] },
    { name: "without-timeout", without: ["timeout"] },
  ])(
    "it ends in time, and says what timed out: $name",
    { timeout: 120_000 },
    async ({ name, without }) => {
      const path = busyboxPath(join(folder, name), ["wget", "dmesg", ...without]);
      const hang = join(folder, `${name}-hang`);
      // deaf to all but SIGKILL, and with a child, which outlives it for a while
      writeFileSync(hang, `#!${join(path, "sh")}\ntrap '' TERM INT HUP\nsleep 15\nexit 1\n`, {
        mode: 0o755,
      });
      for (const tool of TOOLS.split(" ")) symlinkSync(hang, join(path, tool));
      const script = confined(join(folder, `${name}.sh`), (text) =>
        // for a test, six seconds of a dump are as good as sixty
        text
          .replace(/^dump_seconds=60$/m, "dump_seconds=6")
          .replaceAll('"/proc/net/$2"', '"/proc/net/unix"'),
      );
      const home = mkdtempSync(join(folder, "home-"));
      const collect = [join(path, "ash"), script, "-o", "-", "--duration", "1"];
      const env = { PATH: path, TMPDIR: home };
      const told = (await run([...collect, "--list"], env)).stdout.toString();
      const most = Number(/^# in all at most (\d+) s/m.exec(told)![1]);
      const { code, stdout, seconds } = await run(collect, env);
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(most);
      const { manifest, taken } = unpack(stdout, folder);
      expect(taken("once/kernel-log.txt").reason).toBe("timed out after 5 s; timed out after 5 s");
      expect(taken("once/namespaces.txt")).toMatchObject({ exit: expect.any(Number) });
      const hung = manifest.files.filter(
        ({ command, path: file }) =>
          !file.endsWith(".stderr.txt") &&
          TOOLS.split(" ").some((tool) => command.startsWith(`${tool} `)),
      );
      expect(hung.length).toBeGreaterThan(10);
      for (const { command, bytes, cut, reason } of hung) {
        expect(bytes === null || cut, `${command}: ${reason}`).toBe(true);
        expect(reason).toMatch(/timed out after \d+ s|left out: what came before|is not loaded/);
      }
      expect(readdirSync(home)).toEqual([]);
    },
  );
});
