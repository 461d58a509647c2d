import { describe, expect, it } from "vitest";
import { readSignal, sysctls, valueFor } from "./in-memory.ts";

/** `/proc/net/stat/nf_conntrack` with one row of decimal counters a CPU. */
function stat(names: string, ...rows: readonly (readonly number[])[]): string {
  const hex = (n: number) => n.toString(16).padStart(8, "0");
  const lines = rows.map((row) => [100, ...row].map(hex).join(" "));
  return `entries ${names}\n${lines.join("\n")}\n`;
}
const NAMES = "insert_failed drop early_drop invalid chaintoolong";
const OLD_NAMES = "insert_failed drop early_drop invalid";
const between = (names: string, start: readonly number[], end: readonly number[]) => ({
  "start/nf_conntrack_stat.txt": stat(names, start),
  "end/nf_conntrack_stat.txt": stat(names, end),
});

describe("counters of connection tracking", () => {
  it("are judged by their rise within the window, not by their total", async () => {
    const texts = between(NAMES, [9000, 8000, 7000, 6000, 5000], [9001, 8002, 7003, 6004, 5005]);
    expect(await valueFor("table.insertFailed", texts)).toBe(1);
    expect(await valueFor("table.drops", texts)).toBe(2);
    expect(await valueFor("table.earlyDrops", texts)).toBe(3);
    expect(await valueFor("table.invalid", texts)).toBe(4);
    expect(await valueFor("table.chainTooLong", texts)).toBe(5);
  });

  it("are unknown from one sample: totals since boot say nothing about now", async () => {
    const texts = { "end/nf_conntrack_stat.txt": stat(NAMES, [9, 9, 9, 9, 9]) };
    const found = await readSignal("table.drops", texts);
    expect(found).toMatchObject({ value: null, wants: "conntrack-stat" });
    expect(found).toHaveProperty("reason", expect.stringContaining("since boot"));
  });

  it("are summed over CPUs, each of which wraps at 32 bits by itself", async () => {
    const texts = {
      "start/nf_conntrack_stat.txt": stat(NAMES, [0, 0xffff_fffe, 0, 0, 0], [0, 10, 0, 0, 0]),
      "end/nf_conntrack_stat.txt": stat(NAMES, [0, 3, 0, 0, 0], [0, 14, 0, 0, 0]),
    };
    expect(await valueFor("table.drops", texts)).toBe(9);
  });

  it("are unknown when one fell, since the module was loaded anew", async () => {
    const texts = between(NAMES, [0, 500, 0, 0, 0], [0, 20, 0, 0, 0]);
    expect(await valueFor("table.drops", texts)).toBeNull();
  });

  it("come from conntrack -S where /proc has none", async () => {
    const row = (drop: number) => `cpu=0 found=0 invalid=1 insert=0 insert_failed=0 drop=${drop}\n`;
    const texts = { "start/conntrack-S.txt": row(4), "end/conntrack-S.txt": row(11) };
    const found = await readSignal("table.drops", texts);
    expect(found).toEqual({ value: 7, place: { entry: "b/end/conntrack-S.txt", line: 1 } });
  });
});

describe("packets lost for want of an entry", () => {
  const fullDrops = async (names: string, end: readonly number[]) =>
    valueFor("table.fullDrops", between(names, [0, 0, 0, 0, 0].slice(0, end.length), end));

  it.each([
    { insertFailed: 0, drop: 40, chain: 0, lost: 40 },
    { insertFailed: 61, drop: 61, chain: 0, lost: 0 },
    { insertFailed: 10, drop: 40, chain: 0, lost: 30 },
    { insertFailed: 10, drop: 40, chain: 4, lost: 34 },
    { insertFailed: 9, drop: 0, chain: 4, lost: 0 },
  ])("drop $drop − insert_failed $insertFailed + chaintoolong $chain = $lost", async (row) => {
    expect(await fullDrops(NAMES, [row.insertFailed, row.drop, 0, 0, row.chain])).toBe(row.lost);
  });

  it("are known on kernels before 5.15, which have no chaintoolong", async () => {
    expect(await fullDrops(OLD_NAMES, [10, 40, 0, 0])).toBe(30);
    expect(
      await valueFor("table.chainTooLong", between(OLD_NAMES, [0, 0, 0, 0], [0, 0, 0, 0])),
    ).toBe(null);
  });
});

describe("whether the table was full", () => {
  const log = "[ 1005.000000] something else\n[  990.000000] older\n";
  const settings = (count: number) => ({ "end/sysctl.txt": sysctls({ max: 1000, count }) });

  it("is shown by an early drop alone, whatever the count is now", async () => {
    const texts = { ...settings(10), ...between(NAMES, [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]) };
    expect(await valueFor("table.exhausted", texts)).toBe(true);
  });

  it.each([
    { count: 950, exhausted: true },
    { count: 949, exhausted: false },
  ])("with drops and $count of 1000 entries is $exhausted", async ({ count, exhausted }) => {
    const texts = {
      ...settings(count),
      ...between(NAMES, [0, 0, 0, 0, 0], [0, 7, 0, 0, 0]),
      "once/kernel-log.txt": log.replace("1005", " 980"),
      "start/uptime.txt": "1000.00 1\n",
      "end/uptime.txt": "1010.00 1\n",
    };
    expect(await valueFor("table.exhausted", texts)).toBe(exhausted);
  });

  it("is unknown, not false, when the counters were read only once", async () => {
    const texts = { ...settings(999), "end/nf_conntrack_stat.txt": stat(NAMES, [0, 9, 0, 0, 0]) };
    expect(await valueFor("table.exhausted", texts)).toBeNull();
  });
});
