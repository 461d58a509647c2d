import { expect, test } from "vitest";
import { analyzeTexts } from "../signals/in-memory.ts";

const OVS = Array.from(
  { length: 400 },
  (_, at) =>
    `udp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=${1000 + at},dport=80),reply=(src=10.0.0.2,dst=10.0.0.1,sport=80,dport=${1000 + at})`,
).join("\n");
const LIVE = "net.netfilter.nf_conntrack_max = 1000\n";

test("rows of another table are no entries of nf_conntrack, nor under its limit", async () => {
  const analysis = await analyzeTexts({ "a.txt": `${LIVE}${OVS}\n` });
  expect(analysis.table).toMatchObject({ count: null, rows: null, max: 1000 });
  const other = await analyzeTexts({ "a.txt": `${OVS}\n` });
  expect(other.table).toMatchObject({ rows: 400, max: null });
  expect(other.notes.join(" ")).toMatch(/another table \(Open vSwitch\)/);
});

test("a boot between two samples is no rise", async () => {
  const row = (drop: number) =>
    `cpu=0 found=1 invalid=${drop} insert=0 insert_failed=0 drop=${drop} early_drop=0 error=0\n`;
  const analysis = await analyzeTexts({
    "yesterday/conntrack-S.txt": row(30_911),
    "today/conntrack-S.txt": row(5),
    "today/sysctl.txt": `net.netfilter.nf_conntrack_count = 5\n${LIVE}`,
  });
  expect(analysis.state).toBe("healthy");
  expect(analysis.summary).toMatch(/booted between/);
});

test("a namespace that the log names is found beside a table with room", async () => {
  const analysis = await analyzeTexts({
    "dmesg.txt":
      "[  402.118233] nf_conntrack: nf_conntrack: table full in netns 4026533104, dropping packet\n",
    "sysctl.txt": `net.netfilter.nf_conntrack_count = 5\n${LIVE}`,
    uptime: "415.02 1600.10\n",
  });
  const finding = analysis.findings.find(({ cause }) => cause === "namespace-table-full");
  expect(finding?.verdict).toMatch(/likely|confirmed/);
  expect(finding?.mechanism).toContain("4026533104");
});
