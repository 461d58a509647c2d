import { describe, expect, it } from "vitest";
import { analyzeTexts, manifest, readSignal, sysctls, valueFor } from "./in-memory.ts";

const timeline = (...rows: string[]) => `time,uptime,count,max,drop\n${rows.join("\n")}\n`;
const GIB = 1024 ** 2;

describe("the count", () => {
  it("is that of just before the dump, which itself evicts expired entries", async () => {
    const texts = {
      "start/sysctl.txt": sysctls({ count: 100 }),
      "end/sysctl.txt": sysctls({ count: 200 }),
      "dump/count-before.txt": "300\n",
      "dump/count-after.txt": "250\n",
    };
    expect(await readSignal("table.count", texts)).toEqual({
      value: 300,
      place: { entry: "b/dump/count-before.txt", line: 1 },
    });
  });

  it("is the window's end where there is no dump, and /proc's column where there is no sysctl", async () => {
    const both = {
      "start/sysctl.txt": sysctls({ count: 100 }),
      "end/sysctl.txt": sysctls({ max: 500, count: 200 }),
    };
    expect(await readSignal("table.count", both)).toEqual({
      value: 200,
      place: { entry: "b/end/sysctl.txt", line: 2 },
    });
    const stat = { "end/nf_conntrack_stat.txt": "entries drop\n0000012c 00000000\n" };
    expect(await valueFor("table.count", stat)).toBe(300);
  });

  it("has its peak anywhere in the window", async () => {
    const texts = {
      "end/sysctl.txt": sysctls({ max: 1000, count: 400 }),
      "timeline.csv": timeline(
        "2026-11-22T12:00:00Z,1000.00,100,1000,0",
        "2026-11-22T12:00:01Z,1001.00,990,1000,0",
        "2026-11-22T12:00:02Z,1002.00,400,1000,0",
      ),
    };
    expect(await readSignal("table.utilization.peak", texts)).toEqual({
      value: 0.99,
      place: { entry: "b/timeline.csv", line: 3 },
    });
    expect(await valueFor("table.utilization", texts)).toBe(0.4);
  });
});

describe("the limit", () => {
  it("of 0 means none up to Linux 6.12: no share of it is known", async () => {
    const texts = { "end/sysctl.txt": sysctls({ max: 0, count: 400 }) };
    expect(await valueFor("table.max", texts)).toBeNull();
    expect(await valueFor("table.utilization", texts)).toBeNull();
  });

  it("has an older spelling", async () => {
    const texts = { "end/sysctl.txt": "net.ipv4.netfilter.ip_conntrack_max = 65536\n" };
    expect(await valueFor("table.max", texts)).toBe(65_536);
  });

  it.each([
    { max: 65_536, isDefault: true },
    { max: 131_072, isDefault: true },
    { max: 262_144, isDefault: true },
    { max: 196_608, isDefault: true },
    { max: 200_000, isDefault: false },
    { max: 32_768, isDefault: false },
  ])("of $max on 6 CPUs is a default: $isDefault", async ({ max, isDefault }) => {
    const texts = { "end/sysctl.txt": sysctls({ max }), "once/cpuinfo.txt": "cpus = 6\n" };
    expect(await valueFor("table.maxIsDefault", texts)).toBe(isDefault);
  });
});

describe("growth", () => {
  const rows = (first: number, last: number) =>
    timeline(
      `2026-11-22T12:00:00Z,1000.00,${first},1000,0`,
      "2026-11-22T12:00:02Z,1002.00,900,1000,0",
      `2026-11-22T12:00:04Z,1004.00,${last},1000,0`,
    );

  it("is the timeline's, first row to last", async () => {
    const texts = {
      "timeline.csv": rows(100, 300),
      "end/sysctl.txt": sysctls({ max: 1000, count: 300 }),
    };
    expect(await valueFor("table.growth", texts)).toBe(50);
    expect(await valueFor("table.secondsToFull", texts)).toBe(14);
  });

  it("that is none gives no time until the table is full", async () => {
    const texts = {
      "timeline.csv": rows(300, 100),
      "end/sysctl.txt": sysctls({ max: 1000, count: 100 }),
    };
    expect(await valueFor("table.growth", texts)).toBe(-50);
    expect(await valueFor("table.secondsToFull", texts)).toBeNull();
  });

  it("without a timeline is that between the two samples, however long the dump took", async () => {
    const texts = {
      "start/sysctl.txt": sysctls({ count: 100 }),
      "end/sysctl.txt": sysctls({ count: 150 }),
      "start/uptime.txt": "1000.00 1\n",
      "end/uptime.txt": "1005.00 1\n",
    };
    expect(await valueFor("table.growth", texts)).toBe(10);
  });
});

describe("the hash table", () => {
  const hashed = (count: number, buckets: number) => ({
    "end/sysctl.txt": sysctls({ count, max: 40_000, buckets }),
  });

  it("has each entry in two of its buckets", async () => {
    expect(await valueFor("table.chainLength", hashed(12_100, 512))).toBeCloseTo(47.27, 2);
  });

  it("of which long chains are unknown without the number of buckets", async () => {
    const texts = { "end/sysctl.txt": sysctls({ count: 10, max: 40_000 }) };
    expect(await valueFor("table.chainLength", texts)).toBeNull();
  });

  it("gets more buckets advised only where chains are long on average", async () => {
    const header = "entries drop early_drop insert_failed chaintoolong\n";
    const advised = async (count: number, buckets: number) => {
      const { findings } = await analyzeTexts({
        "manifest.json": manifest(),
        "start/nf_conntrack_stat.txt": `${header}0 0 0 0 0\n`,
        "end/nf_conntrack_stat.txt": `${header}0 0 0 32 32\n`,
        "once/version.txt": "Linux version 6.12.3 (build@host)\n",
        "once/cpuinfo.txt": "cpus = 4\n",
        "end/meminfo.txt": "MemTotal: 16777216 kB\n",
        ...hashed(count, buckets),
      });
      const finding = findings.find(({ cause }) => cause === "hash-chain-too-long")!;
      expect(finding.verdict).toBe("confirmed");
      return finding.remedies.map(({ title }) => title);
    };
    const look =
      "Look for a source that chooses its addresses or ports so that they share a bucket";
    expect(await advised(2048, 512)).toEqual(["Raise the number of hash buckets to 131,072", look]);
    expect(await advised(2047, 512)).toEqual([look]);
  });
});

describe("the advised size", () => {
  const node = (max: number, count: number, cpus: number, gib: number, more = {}) => ({
    "end/sysctl.txt": sysctls({ max, count, ...more }),
    "end/meminfo.txt": `MemTotal: ${gib * GIB} kB\n`,
    "once/cpuinfo.txt": `cpus = ${cpus}\n`,
    "once/version.txt": "Linux version 6.12.3 (build@host)\n",
  });

  it.each([
    { of: node(131_072, 1000, 8, 64), max: 262_144 },
    { of: node(131_072, 1000, 2, 64), max: 131_072 },
    { of: node(262_144, 262_144, 4, 64), max: 524_288 },
    // 5 % of 1 GiB at 392 bytes an entry
    { of: node(65_536, 65_536, 8, 1), max: 136_956 },
    // what is there already is never lowered, memory or not
    { of: node(1_000_000, 10, 4, 1), max: 1_000_000 },
  ])("is $max", async ({ of, max }) => {
    expect(await valueFor("sizing.max", of)).toBe(max);
  });

  it("has a bucket an entry, and never fewer than there are", async () => {
    expect(await valueFor("sizing.buckets", node(131_072, 10, 4, 64, { buckets: 32_768 }))).toBe(
      131_072,
    );
    expect(await valueFor("sizing.buckets", node(131_072, 10, 4, 64, { buckets: 262_144 }))).toBe(
      262_144,
    );
  });

  it("is unknown without the number of CPUs, rather than small", async () => {
    const { "once/cpuinfo.txt": _, ...rest } = node(131_072, 1000, 8, 64);
    expect(await readSignal("sizing.max", rest)).toMatchObject({ value: null, wants: "cpus" });
  });
});
