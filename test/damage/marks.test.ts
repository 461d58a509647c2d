import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { blocksOf, readArchive } from "../support/archives.ts";
import { bundleOf } from "../truth/samples.ts";

const whole = Uint8Array.from(readFileSync(bundleOf("time-wait-churn")));
const tar = Uint8Array.from(gunzipSync(whole));
const of = (bytes: Uint8Array) => analyze("-", { stdin: () => blocksOf(bytes) });
const SUM = "its data is damaged: its checksum is another one";

/** The archive with one byte of an entry changed, and the checksum that it had before. */
async function changed(name: string, from: string, to: string): Promise<Uint8Array> {
  const text = Buffer.from(tar);
  const entry = text.indexOf(name);
  const at = name.endsWith(".gz") ? entry + 512 + 30_000 : text.indexOf(from, entry);
  if (name.endsWith(".gz")) text[at]! ^= 4;
  else text.write(to, at, "latin1");
  const packed = Uint8Array.from(gzipSync(text));
  packed.set(whole.subarray(-8), packed.length - 8);
  return packed;
}
const inBundle = (path: string) => expect.stringMatching(new RegExp(`/${path}$`)) as unknown;

test("an entry that the manifest vouches for stays; the one that was changed says nothing", async () => {
  const analysis = await of(
    await changed("end/sysctl.txt", "nf_conntrack_max = 4000", "nf_conntrack_max = 9000"),
  );
  expect(analysis.bundle.truncated).toBe(true);
  // no checksum stands for the manifest itself
  expect(analysis.bundle.damaged).toEqual([
    { entry: inBundle("end/sysctl.txt"), reason: SUM },
    { entry: inBundle("manifest.json"), reason: SUM },
  ]);
  expect(analysis.table).toMatchObject({ rows: 4_000, max: 4_000, damaged: null });
  expect(analysis.coverage.failed).toContainEqual({
    entry: inBundle("end/sysctl.txt"),
    line: null,
    reason: `it may be wrong: ${SUM}`,
  });
  expect(analysis.findings.filter(({ verdict }) => verdict === "ruled-out")).toEqual([]);
  expect(analysis.notes[0]).toMatch(/^The bundle is damaged: what `end\/sysctl.txt`, /);
});

test("rows of a damaged dump are counted and shown, and name nothing", async () => {
  const analysis = await of(await changed("dump/conntrack-L-ipv4.txt.gz", "", ""));
  const { table, findings } = analysis;
  expect(analysis.bundle.damaged.map(({ entry }) => entry)).toContainEqual(
    inBundle("dump/conntrack-L-ipv4.txt.gz"),
  );
  expect(table.damaged).toMatch(/damaged/);
  expect(table.excerpt).toContain("the dump may be wrong");
  expect(table.rows).toBeGreaterThan(1_000);
  expect(table.uses.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThan(1_000);
  // the kernel's own count is another file's, and sound
  expect([table.count, table.max]).toEqual([4_000, 4_000]);
  const primary = findings.find(({ cause }) => cause === "time-wait-churn")!;
  expect(primary.verdict).toBe("unknown");
});

test("of a bundle that was cut within its dump the rows before are a sample of the table", async () => {
  const analysis = await of(whole.subarray(0, 80_000));
  const { table, findings, bundle } = analysis;
  expect([bundle.truncated, bundle.damaged, table.damaged]).toEqual([true, [], null]);
  expect(table.rows).toBeGreaterThan(3_000);
  expect(analysis.state).toBe("exhausted");
  expect(findings[0]).toMatchObject({ cause: "time-wait-churn", verdict: "confirmed" });
  // what the lost rows could tell is open, what the counters tell is not
  expect(findings.find(({ cause }) => cause === "syn-flood")?.verdict).toBe("unknown");
  expect(findings.find(({ cause }) => cause === "listen-queue-overflow")?.verdict).toBe(
    "ruled-out",
  );
});

test("a text that was cut in its middle is not taken for the whole", async () => {
  const [, entries] = await readArchive(whole);
  const rules = entries.find(({ path }) => path.endsWith("/iptables-save.txt"))!;
  const until = Buffer.from(tar).indexOf("once/iptables-save.txt") + 512 + 9_000;
  const analysis = await of(tar.subarray(0, until));
  const { read, failed } = analysis.coverage;
  expect(read.map(({ entry }) => entry)).not.toContain(rules.path);
  expect(failed.map(({ entry, reason }) => [entry, reason])).toContainEqual([
    rules.path,
    expect.stringMatching(/^the archive ends after \d+ of its 26187 bytes$/),
  ]);
  expect(analysis.bundle.truncated).toBe(true);
});

test("where all of it may be wrong, that is what is said", async () => {
  const text = Buffer.from(
    "net.netfilter.nf_conntrack_max = 4096\nnet.netfilter.nf_conntrack_count = 4096\n",
  );
  const packed = Uint8Array.from(gzipSync(text));
  packed[packed.length - 8]! ^= 1;
  const analysis = await of(packed);
  expect(analysis.state).toBe("unknown");
  expect(analysis.table).toMatchObject({ count: null, max: null });
  expect(analysis.bundle).toMatchObject({
    truncated: true,
    damaged: [{ entry: "standard-input", reason: SUM }],
  });
});
