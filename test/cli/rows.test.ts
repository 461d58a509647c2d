import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Bundle } from "../../src/archive/entry.ts";
import { emptyBundle } from "../../src/archive/open.ts";
import { readParty } from "../../src/commands/address.ts";
import { openInThread } from "../../src/index.ts";
import { readRows } from "../../src/read-rows.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const row = (src: string, sport: number, reply: string, state = "ESTABLISHED"): string =>
  `tcp      6 431999 ${state} src=${src} dst=10.96.0.10 sport=${sport} dport=53 src=${reply} dst=${src} sport=5353 dport=${sport} [ASSURED] mark=0 use=1`;
const ROWS = [
  row("10.0.0.1", 40_000, "10.244.0.5"),
  row("10.0.0.1", 40_001, "10.244.0.6", "TIME_WAIT"),
  row("10.0.0.11", 40_000, "10.244.0.5"),
  "udp      17 20 src=10.0.0.1 dst=8.8.8.8 sport=40002 dport=53 [UNREPLIED] src=8.8.8.8 dst=10.0.0.1 sport=53 dport=40002 use=1",
];
const dump = `${ROWS.join("\n")}\n`;
const rows = async (...args: string[]) => conntriage(["rows", "-", ...args], dump);
const lines = async (...args: string[]) => (await rows(...args)).stdout.split("\n").slice(0, -1);

describe("rows of one party", () => {
  it.each([
    [
      ["--src", "10.0.0.1"],
      [0, 1, 3],
    ],
    [["--src", "10.0.0.1:40000"], [0]],
    [["--dst", "8.8.8.8:53"], [3]],
    [
      ["--reply", "10.244.0.5"],
      [0, 2],
    ],
    [["--reply", "10.244.0.5:5353", "--src", "10.0.0.11"], [2]],
    [["--src", "10.0.0.1", "--state", "time_wait"], [1]],
    [
      ["--src", "10.0.0.1", "--state", "TIME_WAIT,UNREPLIED"],
      [1, 3],
    ],
    [["--src", "10.96.0.10"], []],
  ])("%j", async (args, wanted) => {
    const run = await rows(...args);
    expect(run.code).toBe(0);
    expect(run.stdout).toBe(wanted.map((at) => `${ROWS[at]}\n`).join(""));
    const count =
      wanted.length === 0
        ? "no row fits"
        : `${wanted.length} row${wanted.length === 1 ? "" : "s"} of standard-input`;
    expect(run.stderr).toBe(`${count}\n`);
  });

  it("as JSON lines, with their place", async () => {
    const [first, second] = await lines("--src", "10.0.0.1", "-f", "jsonl", "--quiet");
    expect(JSON.parse(first!)).toEqual({
      entry: "standard-input",
      line: 1,
      protocol: "tcp",
      state: "ESTABLISHED",
      seconds: 431_999,
      original: { src: "10.0.0.1", dst: "10.96.0.10", sport: 40_000, dport: 53 },
      reply: { src: "10.244.0.5", dst: "10.0.0.1", sport: 5353, dport: 40_000 },
      unreplied: false,
      assured: true,
      zone: 0,
      text: ROWS[0],
    });
    expect(JSON.parse(second!)).toMatchObject({ line: 2, state: "TIME_WAIT" });
  });
});

describe("where they come from", () => {
  it("a bundle: as many as its dump has, and none of its other files", async () => {
    const bundle = bundleOf("stale-endpoints");
    const { entries } = await openInThread(bundle);
    let text = "";
    const decoder = new TextDecoder();
    for await (const { path, blocks } of entries)
      for await (const block of blocks)
        if (path.includes("conntrack-L-ipv4")) text += decoder.decode(block, { stream: true });
    const plain = text.split("\n").filter((line) => line.includes(" src=10.244.2.151 dst="));
    expect(plain.length).toBeGreaterThan(1000);
    const run = await conntriage(["rows", bundle, "--reply", "10.244.2.151", "--quiet"]);
    expect(run).toEqual({ code: 0, stdout: `${plain.join("\n")}\n`, stderr: "" });
  });

  it("a folder, compressed, with the dump of a namespace beside another file", async () => {
    const files = writeFiles(join(folder, "case"), {
      "a/conntrack.txt.gz": gzipSync(dump),
      "b/notes.txt": "10.0.0.1 is the one\n",
      "b/proc.txt": `ipv4     2 ${ROWS[1]}\n`,
    });
    const run = await conntriage(["rows", files, "--src", "10.0.0.1", "--state", "TIME_WAIT"]);
    const sorted = (text: string) => text.trimEnd().split("\n").sort();
    expect(sorted(run.stdout)).toEqual([`ipv4     2 ${ROWS[1]}`, ROWS[1]]);
    expect(sorted(run.stderr)).toEqual([
      expect.stringMatching(/^1 row of a\/conntrack\.txt/),
      "1 row of b/proc.txt",
    ]);
  });

  it.each([
    ["quoted, with numbers", `> 17: ${ROWS[0]}\r\n`],
    ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${dump}`, "utf16le")],
    [
      "-o save",
      "-A -t 431999 -u SEEN_REPLY,ASSURED -s 10.0.0.1 -d 10.96.0.10 -r 10.244.0.5 -q 10.0.0.1 -p tcp --sport 40000 --dport 53 --reply-port-src 53 --reply-port-dst 40000 --state ESTABLISHED\n",
    ],
    [
      "-o xml",
      '<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>10.0.0.1</src><dst>10.96.0.10</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>53</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>10.244.0.5</src><dst>10.0.0.1</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>53</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>431999</timeout><mark>0</mark><use>1</use><assured/></meta></flow>\n',
    ],
  ])("a text: %s", async (_, text) => {
    const args = ["rows", "-", "--src", "10.0.0.1:40000", "-f", "jsonl", "--quiet"];
    const run = await conntriage(args, text);
    expect(JSON.parse(run.stdout)).toMatchObject({
      protocol: "tcp",
      state: "ESTABLISHED",
      original: { dst: "10.96.0.10" },
      reply: { src: "10.244.0.5" },
      assured: true,
    });
  });

  it("events are no entries, and control characters do not get through", async () => {
    const text = ` [NEW] ${ROWS[0]}\n${ROWS[0]} secctx=\u001b[2J\n`;
    const run = await conntriage(["rows", "-", "--src", "10.0.0.1", "--quiet"], text);
    expect(run.stdout).toBe(`${ROWS[0]} secctx=?[2J\n`);
  });
});

describe("IPv6", () => {
  const long = "fd00:0000:0000:0000:0000:0000:0000:0001";
  it.each(["fd00::1", "FD00::1", "[fd00::1]", "fd00:0:0:0:0:0:0:1", long])("%s", (text) => {
    const { spellings, port } = readParty("src", text);
    expect(spellings).toEqual(expect.arrayContaining(["fd00::1", long]));
    expect(port).toBeNull();
  });
  it("with a port, in both spellings of dumps", async () => {
    const of = (a: string) =>
      `udp      17 20 src=${a} dst=${a} sport=1 dport=53 src=${a} dst=${a} sport=53 dport=1 use=1\n`;
    const args = ["rows", "-", "--dst", "[fd00::1]:53"];
    const run = await conntriage([...args, "--quiet"], of("fd00::1") + of(long) + of("fd00::11"));
    expect(run.stdout).toBe(of("fd00::1") + of(long));
  });
});

describe("wrong usage: 2, one line that names the flag", () => {
  it.each([
    [[], /--src, --dst or --reply/],
    [["--src", "10.0.0"], /--src 10\.0\.0: give an address/],
    [["--src", "10.0.0.1:99999"], /--src/],
    [["--dst", "fd00::1%eth0"], /--dst/],
    [["--reply", "[10.0.0.1]:5"], /--reply/],
    [["--src", "10.0.0.1", "--state", "TIME_WIAT"], /--state TIME_WIAT: did you mean TIME_WAIT\?/],
  ])("%j", async (args, message) => {
    const run = await rows(...args);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: [^\n]+\n$/);
    expect(run.stderr).toMatch(message);
  });

  it("evidence without a table: 3", async () => {
    const run = await conntriage(["rows", "-", "--src", "10.0.0.1"], "nothing of 10.0.0.1\n");
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: -: no rows [^\n]+\n$/);
  });
});

it("memory does not grow with the rows", async () => {
  const block = new TextEncoder().encode(dump.repeat(2000));
  /** The largest resident set while `size` blocks of 1.3 MB are read, in bytes. */
  async function peakOf(size: number): Promise<number> {
    async function* blocks(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < size; n++) yield block;
    }
    async function* entries(): Bundle["entries"] extends AsyncIterable<infer E>
      ? AsyncGenerator<E>
      : never {
      yield { path: "dump.txt", blocks: blocks(), outcome: { bytes: 0, cut: null } };
    }
    const bundle = { ...emptyBundle("b"), entries: entries() };
    let most = 0;
    let count = 0;
    for await (const found of readRows(bundle, { src: readParty("src", "10.0.0.11") })) {
      count += found.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(count).toBe(size * 2000);
    return most;
  }
  // a heap takes what it is given before it collects, so the first reading sets the measure
  const before = await peakOf(100);
  // 390 MB of rows
  expect((await peakOf(300)) - before).toBeLessThan(130 * 2 ** 20);
});

it("a cut bundle: rows and entries may be missing, and both commands say so", async () => {
  const whole = readFileSync(bundleOf("udp-accumulation"));
  const cut = whole.subarray(0, Math.floor(whole.length * 0.75));
  const listed = await conntriage(["rows", "-", "--src", "192.0.2.1"], cut);
  expect(listed.stderr).toContain("the bundle is damaged, so rows may be missing: ");
  const asked = ["what-if", "-", "--set", "nf_conntrack_udp_timeout=10", "-f", "json"];
  const answer = await conntriage(asked, cut);
  expect(answer.stderr).toContain("entries may be missing from this answer");
  expect(JSON.parse(answer.stdout)).toMatchObject({ truncated: true });
  expect((await conntriage(asked, whole)).stderr).toBe("");
});
