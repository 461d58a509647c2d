/** A recorder whose clock is set while it gathers, and one before a kernel whose connection tracking comes and goes. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { timeline } from "../../src/analyze-timeline.ts";
import { statusText } from "../../src/commands/recorder.ts";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { clockOf } from "../proof/recorder-clock.ts";
import { rowsOf } from "../proof/recorder-faults.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { endRecorders, startRecorder } from "./recording.ts";

const folder = temporaryFolder();
afterAll(endRecorders);
const QUICK = ["-q", "--before", "60", "--quiet-for", "1", "--no-dump"];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];
/** Less often than each minute a test cannot wait for. */
const soon = (text: string): string =>
  text.replace("base_uptime)) -ge 9000", "base_uptime)) -ge 300");

describe.concurrent.each(SHELLS)("under %s %s", (...shell) => {
  const missing = needs({ linux: true, commands: [shell[0]!] });
  const name = shell.join("-");

  it.skipIf(missing).each([-7200, 7200])(
    "all is told by the clock of the end, when it is set by %i s after the trigger",
    async (by) => {
      const root = join(folder, `set-${name}-${by}`);
      const { bin, set } = clockOf(root);
      const options = [...QUICK, "--after", "10"];
      const one = startRecorder(root, shell, options, undefined, { bin });
      await one.until(() => /watching/.test(one.log()), 60);
      await pause(4_000);
      one.tell({ count: 990, max: 1000, drop: 40 });
      await one.until(() => /gathering/.test(one.log()), 30);
      const at = Date.now() + by * 1000;
      await pause(3_000);
      set(by);
      await one.until(() => one.bundles().length === 1, 90);
      const [bundle = ""] = one.bundles();
      // no row has a time of the clock before
      for (const { time } of rowsOf(bundle, folder))
        if (time !== "") expect(Math.abs(Date.parse(time) - at)).toBeLessThan(60_000);
      const [subject] = (await timeline([bundle], { open: openTarget })).subjects;
      expect(subject).toMatchObject({ state: "full", lost: { dropped: 40 } });
      const loss = subject!.events.find(({ event }) => event === "loss")!;
      expect(Math.abs(Date.parse(loss.at!) - at)).toBeLessThan(10_000);
      const { bundle: told } = await analyze(bundle);
      expect(told.windowSeconds).toBeLessThan(80);
      one.child.kill();
      await one.ended;
    },
    150_000,
  );

  it.skipIf(missing)(
    "connection tracking may be loaded later, and go",
    async () => {
      const options = [...QUICK, "--after", "1"];
      const root = join(folder, `later-${name}`);
      const one = startRecorder(root, shell, options, null, { change: soon });
      await one.until(() => /watching/.test(one.log()), 60);
      const status = () => statusText("x", readFolder(one.folder), Date.now());
      await one.until(() => readFolder(one.folder).told["count"] === "unknown", 60);
      expect(status()).toContain(
        `x: watching, as process ${one.child.pid}; connection tracking is not loaded`,
      );
      process.kill(one.child.pid!, "SIGUSR1");
      await one.until(() => one.bundles().length === 1, 60);
      expect(rowsOf(one.bundles()[0]!, folder)).toEqual([]);
      expect(await analyze(one.bundles()[0]!)).toMatchObject({ bundle: { layout: "conntriage" } });

      one.tell({ count: 100, max: 1000 });
      await pause(4_000);
      expect(status()).toContain("100 of 1,000 entries");
      one.tell(null);
      await pause(4_000);
      one.tell({ count: 950, max: 1000 });
      await one.until(() => one.bundles().length === 2, 60);
      const counts = rowsOf(one.bundles()[1]!, folder).map(({ count }) => count);
      expect(new Set(counts)).toEqual(new Set([100, 950]));
      one.child.kill();
      await one.ended;
    },
    150_000,
  );
});
