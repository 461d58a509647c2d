/** A recorder that listens, before a tool of a test's own in conntrack's place; the real one is in test/lab/recorder. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { unpack } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { endRecorders, startRecorder } from "./recording.ts";

const folder = temporaryFolder();
afterAll(endRecorders);
const OPTIONS = [
  "-q",
  "--before",
  "60",
  "--after",
  "1",
  "--quiet-for",
  "1",
  "--no-dump",
  "--events",
];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];

/** A folder with a conntrack that does what the lines say. */
function toolOf(name: string, lines: string): string {
  const bin = join(folder, `${name}-bin`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, "conntrack"),
    `#!/bin/sh\n[ "$1" = -E ] || exit 0\necho $$ >>${bin}/pids\n${lines}\n`,
  );
  chmodSync(join(bin, "conntrack"), 0o755);
  return bin;
}
const pidsOf = (bin: string): number[] =>
  readFileSync(join(bin, "pids"), "utf8").trim().split("\n").map(Number);
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const ROW = `[$(date +%s).5     ]\\t    [NEW] udp 17 30 src=10.0.0.1 dst=10.0.0.2 sport=$$ dport=53 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=53 dport=$$`;

describe.concurrent.each(SHELLS)("a recorder that listens, under %s %s", (...shell) => {
  const missing = needs({ linux: true, commands: [shell[0]!] });
  const name = shell.join("-");

  it.skipIf(missing)(
    "begins again when a listener ends, says so, and leaves none behind",
    async ({ expect }) => {
      const bin = toolOf(
        name,
        `[ "$3" = NEW ] || exec sleep 100\nprintf "${ROW}\\n"\nexec sleep 100`,
      );
      const one = startRecorder(join(folder, name), shell, OPTIONS, undefined, { bin });
      await one.until(() => /watching/.test(one.log()), 30);
      await pause(2_000);
      process.kill(pidsOf(bin)[0]!);
      await one.until(() => /the listeners ended/.test(one.log()), 30);
      await pause(2_000);
      writeFileSync(join(one.folder, "trigger"), "");
      await one.until(() => one.bundles().length === 1, 60);
      const { filled } = await analyze(one.bundles()[0]!);
      expect(filled).toMatchObject({ births: 2, hearing: { gaps: 1, heard: { births: null } } });
      one.child.kill();
      await one.ended;
      expect(pidsOf(bin)).toHaveLength(4);
      await one.until(() => !pidsOf(bin).some(lives), 30);
    },
    120_000,
  );
});

describe.concurrent("a recorder that cannot listen", () => {
  it.skipIf(needs({ linux: true }))(
    "says why in one line, and goes on",
    async ({ expect }) => {
      const bin = toolOf("denied", `echo "Operation failed: you must be root" >&2\nexit 1`);
      const one = startRecorder(join(folder, "denied"), ["sh"], OPTIONS, undefined, { bin });
      await one.until(() => /no events/.test(one.log()), 30);
      expect(one.log().match(/no events: .*/)?.[0]).toBe(
        "no events: Operation failed: you must be root",
      );
      process.kill(one.child.pid!, "SIGUSR1");
      await one.until(() => one.bundles().length === 1, 60);
      const { manifest } = unpack(readFileSync(one.bundles()[0]!), folder);
      expect(manifest["recorder"]).toMatchObject({ trigger: "SIGUSR1" });
      expect(JSON.stringify(manifest["files"])).toContain("you must be root");
      expect(await analyze(one.bundles()[0]!)).not.toHaveProperty("filled");
      one.child.kill();
      await one.ended;
    },
    120_000,
  );
});
