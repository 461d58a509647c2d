import { describe, expect, it } from "vitest";
import { placeInWindow, type Window } from "../../src/signals/window.ts";
import { manifest, readSignal, valueFor } from "./in-memory.ts";

const HOST = "4026531840";
const POD = "4026532177";
const FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";
const FULL_IN = (netns: string) =>
  `nf_conntrack: nf_conntrack: table full in netns ${netns}, dropping packet`;
/** The log reaches back to before the window of 1000 to 1010 s, so that silence means something. */
const log = (...lines: string[]) => `[  100.000000] eth0: link up\n${lines.join("\n")}\n`;
const texts = (netns: string, release: string, ...lines: string[]) => ({
  "manifest.json": manifest({ netns, netnsOfPid1: HOST }),
  "once/version.txt": `Linux version ${release} (build@host)\n`,
  "once/kernel-log.txt": log(...lines),
});

describe("a “table full” message", () => {
  it.each([
    { at: "  997.900000", within: 0, before: 1 },
    { at: "  998.100000", within: 1, before: 0 },
    { at: " 1005.000000", within: 1, before: 0 },
    { at: " 1011.900000", within: 1, before: 0 },
    { at: " 1012.100000", within: 0, before: 0 },
  ])("at uptime $at, with the window from 1000 to 1010 s", async ({ at, within, before }) => {
    const bundle = texts(HOST, "6.12.0", `[${at}] ${FULL}`);
    expect(await valueFor("table.fullMessages", bundle)).toBe(within);
    expect(await valueFor("table.fullMessages.before", bundle)).toBe(before);
  });

  it.each([
    { at: "2026-11-22T11:59:57+00:00", within: 0, before: 1 },
    { at: "2026-11-22T12:00:05+00:00", within: 1, before: 0 },
    { at: "2026-11-22T13:00:05+01:00", within: 1, before: 0 },
    { at: "2026-11-22T12:00:13+00:00", within: 0, before: 0 },
  ])("at $at by journalctl, with the window from 12:00:00 UTC", async ({ at, within, before }) => {
    const bundle = {
      "manifest.json": manifest(),
      "once/kernel-log.txt": `2026-11-22T09:00:00+00:00 n kernel: up\n${at} n kernel: ${FULL}\n`,
    };
    expect(await valueFor("table.fullMessages", bundle)).toBe(within);
    expect(await valueFor("table.fullMessages.before", bundle)).toBe(before);
  });

  it("without a stamp is unknown, neither within nor before", async () => {
    const bundle = { "manifest.json": manifest(), "once/kernel-log.txt": `kernel: ${FULL}\n` };
    expect(await readSignal("table.fullMessages", bundle)).toMatchObject({
      value: null,
      wants: "kernel-log",
    });
    expect(await valueFor("table.fullMessages.before", bundle)).toBeNull();
  });

  it("has the place of the last one that counts", async () => {
    const line = `[ 1005.000000] ${FULL}`;
    const bundle = texts(HOST, "6.12.0", line, line, "[ 1006.000000] eth1: link down");
    expect(await readSignal("table.fullMessages", bundle)).toEqual({
      value: 2,
      place: { entry: "b/once/kernel-log.txt", line: 3 },
    });
  });
});

describe("the namespace of a message", () => {
  const within = (netns: string, release: string, message: string) =>
    valueFor("table.fullMessages", texts(netns, release, `[ 1005.000000] ${message}`));

  it("`in netns N` counts for the bundle of that namespace", async () => {
    expect(await within(POD, "6.18.0", FULL_IN(POD))).toBe(1);
  });

  it("`in netns N` of a pod is not the node's table", async () => {
    expect(await within(HOST, "6.18.0", FULL_IN(POD))).toBe(0);
  });

  it("without N it is the first namespace's, from 6.17 on", async () => {
    expect(await within(HOST, "6.18.0", FULL)).toBe(1);
    expect(await within(POD, "6.17.0", FULL)).toBe(0);
  });

  it("without N it may be any namespace's up to 6.16", async () => {
    expect(await within(POD, "6.16.9", FULL)).toBe(1);
    expect(await within(POD, "5.15.0", FULL)).toBe(1);
  });
});

describe("the expectation table", () => {
  const message = "nf_conntrack: nf_conntrack: expectation table full";

  it("is another table: its messages are none of a full one", async () => {
    const bundle = texts(HOST, "6.12.0", `[ 1005.000000] ${message}`);
    expect(await valueFor("table.fullMessages", bundle)).toBe(0);
    expect(await valueFor("table.exhausted", bundle)).not.toBe(true);
    expect(await valueFor("expectation.fullMessages", bundle)).toBe(1);
  });
});

describe("a place in the window", () => {
  const window: Window = {
    startUptime: 1000,
    endUptime: 1010,
    startTime: null,
    endTime: null,
    seconds: 10,
    sampledTime: null,
    sampledSeconds: null,
    takenUptime: null,
    takenTime: null,
    takenWithin: 0,
    isLeast: true,
  };

  it("is unknown for a stamp of the other clock alone", () => {
    expect(placeInWindow(window, { uptime: null, time: 1_795_348_800_000 })).toBeNull();
    expect(placeInWindow(window, { uptime: 1005, time: null })).toBe("within");
  });
});
