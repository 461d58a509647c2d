/** The recorder, `collect.sh --watch`, before a kernel that a test makes up; the real ones are in test/lab/recorder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { timeline } from "../../src/analyze-timeline.ts";
import { statusText } from "../../src/commands/recorder.ts";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { unpack } from "../collector/collecting.ts";
import { faultsOf } from "../schemas/strict.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { endRecorders, startRecorder } from "./recording.ts";

const folder = temporaryFolder();
afterAll(endRecorders);
const QUICK = ["-q", "--before", "60", "--after", "3", "--quiet-for", "1", "--no-dump"];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];

describe.concurrent.each(SHELLS)("under %s %s", (...shell) => {
  const missing = needs({ linux: true, commands: [shell[0]!] });
  const name = shell.join("-");

  it.skipIf(missing)(
    "gathers what was before, at and after a loss",
    async ({ expect }) => {
      const one = startRecorder(join(folder, `loss-${name}`), shell, [...QUICK, "--keep", "1"]);
      await one.until(() => /watching/.test(one.log()), 20);
      mkdirSync(join(one.folder, "incident-mine"));
      writeFileSync(join(one.folder, "incident-000001.tar.gz"), "another's");
      await pause(4_000);
      one.tell({ count: 990, max: 1000, drop: 40 });
      await one.until(() => one.bundles().length === 2, 40);
      const [bundle = ""] = one.bundles(); // "-" sorts before "."
      const { manifest, text } = unpack(readFileSync(bundle), folder);
      expect(manifest["recorder"]).toMatchObject({ trigger: "level,loss" });
      expect(manifest.files.length).toBeGreaterThan(10);
      expect(text("timeline.csv").split("\n").length).toBeGreaterThan(7);
      expect(await analyze(bundle)).toMatchObject({ bundle: { layout: "conntriage" } });
      const [subject] = (await timeline([bundle], { open: openTarget })).subjects;
      expect(subject).toMatchObject({ state: "full", lost: { dropped: 40, evicted: 0 } });

      // the next one takes its place, and nothing else goes
      one.tell({ count: 100, max: 1000, drop: 40 });
      await pause(12_000);
      writeFileSync(join(one.folder, "trigger"), "");
      await one.until(() => /removed/.test(one.log()), 40);
      expect(one.bundles().map((path) => path.slice(one.folder.length))).toEqual([
        "/incident-000001.tar.gz",
        expect.stringMatching(/^\/incident-000002-.*\.tar\.gz$/),
      ]);
      one.child.kill();
      expect(await one.ended).toBe(143);
      const read = readFolder(one.folder);
      expect(faultsOf("recorder", read)).toEqual([]);
      const status = statusText("x", read, Date.now() + 60_000);
      expect(status).toMatch(/^x: not watching: the last row is of 20/);
      expect(status).toContain("100 of 1,000 entries (10 %)");
      expect(status).toContain("Bundles   1, of 1 at most");
    },
    120_000,
  );

  it.skipIf(missing)(
    "takes the last dump of one incident along as the first of the next",
    async ({ expect }) => {
      const place = join(folder, `next-${name}`);
      const bin = join(place, "bin");
      mkdirSync(bin, { recursive: true });
      const row =
        "udp 17 29 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=53 src=10.0.0.2 dst=10.0.0.1 sport=53 dport=1 use=1";
      writeFileSync(join(bin, "conntrack"), `#!/bin/sh\n[ "$1$3" != -Lipv4 ] || echo "${row}"\n`, {
        mode: 0o755,
      });
      const options = QUICK.filter((one) => one !== "--no-dump");
      const one = startRecorder(place, shell, options, undefined, { bin });
      await one.until(() => /watching/.test(one.log()), 20);
      const dumps = async (at: number) => {
        writeFileSync(join(one.folder, "trigger"), "");
        await one.until(() => one.bundles().length > at, 40);
        const { manifest } = unpack(readFileSync(one.bundles()[at]!), folder);
        return manifest.files.map(({ path }) => path).filter((path) => /^dumps\//.test(path));
      };
      const first = await dumps(0);
      await pause(2_000);
      const last = first
        .filter((path) => path.startsWith("dumps/conntrack-"))
        .sort()
        .at(-1);
      expect(await dumps(1)).toContain(last);
    },
    120_000,
  );

  it.skipIf(missing)(
    "leaves nothing running of a minute's sample when it is ended",
    async ({ expect }) => {
      const place = join(folder, `sample-${name}`);
      const bin = join(place, "bin");
      mkdirSync(bin, { recursive: true });
      const began = join(place, "began");
      writeFileSync(
        join(bin, "conntrack"),
        `#!/bin/sh\n[ "$1" = -L ] || exit 0\necho $$ >${began}\nexec sleep 30\n`,
        { mode: 0o755 },
      );
      const options = QUICK.filter((one) => one !== "--no-dump");
      const one = startRecorder(place, shell, options, undefined, { bin });
      await one.until(() => existsSync(began), 100);
      one.child.kill();
      expect(await one.ended).toBe(143);
      await one.until(() => !existsSync(`/proc/${readFileSync(began, "utf8").trim()}`), 5);
    },
    120_000,
  );

  it.skipIf(missing)(
    "is finished by the next one when it is killed",
    async ({ expect }) => {
      const place = join(folder, `killed-${name}`);
      const one = startRecorder(place, shell, QUICK);
      await one.until(() => /watching/.test(one.log()), 20);
      await pause(3_000);
      one.tell({ count: 950, max: 1000 });
      await one.until(() => /gathering/.test(one.log()), 20);
      one.child.kill("SIGKILL");
      await one.ended;
      const next = startRecorder(place, shell, QUICK);
      await next.until(() => next.bundles().length === 1, 40);
      const { manifest, text } = unpack(readFileSync(next.bundles()[0]!), folder);
      expect(manifest["recorder"]).toMatchObject({ trigger: "level" });
      const counts = text("timeline.csv")
        .trim()
        .split("\n")
        .slice(1)
        .map((row) => row.split(",")[2]);
      expect(counts.length).toBeGreaterThan(2);
      expect(new Set(counts)).toEqual(new Set(["100", "950"]));
      next.child.kill();
      await next.ended;
    },
    120_000,
  );
});

describe.concurrent("what is a reason to gather", () => {
  const missing = needs({ linux: true });
  it.skipIf(missing).each([
    // a clash is counted as a drop as well
    ["clash", (at: number) => ({ count: 100, max: 1000, drop: 30 * at, failed: 30 * at })],
    ["chain", (at: number) => ({ count: 100, max: 1000, failed: at >> 2, chain: at >> 2 })],
  ] as const)(
    "%s",
    async (kind, kernelAt) => {
      const one = startRecorder(join(folder, kind), ["sh"], QUICK, kernelAt(0));
      await one.until(() => /watching/.test(one.log()), 20);
      for (let at = 0; at < 20 && !/gathering/.test(one.log()); at++) {
        one.tell(kernelAt(at));
        await pause(1_000);
      }
      await one.until(() => new RegExp(` ${kind}: gathering`).test(one.log()), 20);
      one.child.kill();
      await one.ended;
    },
    90_000,
  );
});

describe.concurrent("what looks alike", () => {
  const missing = needs({ linux: true });
  it.skipIf(missing)(
    "is no reason to gather",
    async ({ expect }) => {
      const one = startRecorder(join(folder, "alike"), ["sh"], QUICK);
      await one.until(() => /watching/.test(one.log()), 20);
      // a batch, lost races of lookups, drops of another kind far from the limit, counters that began anew
      for (const now of [
        { count: 600, max: 1000 },
        { count: 800, max: 1000, drop: 6, failed: 6 },
        { count: 700, max: 1000, drop: 9, failed: 6 },
        { count: 840, max: 1000, drop: 9, failed: 6 },
        { count: 500, max: 1000 },
      ]) {
        one.tell(now);
        await pause(2_200);
      }
      expect(one.log()).not.toContain("gathering");
      one.child.kill();
      await one.ended;
    },
    60_000,
  );
});
