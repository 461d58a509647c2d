import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { describe, expect, test, vi } from "vitest";
import { boundBy } from "../../src/archive/bounded.ts";
import { unzstd } from "../../src/archive/zstd.ts";
import { LIMITS } from "../../src/limits.ts";
import { within } from "../../src/node/within.ts";
import { tableSource } from "../../src/parsers/conntrack-table/source.ts";
import { sysctl } from "../../src/parsers/sysctl.ts";
import { type Row, rowText } from "../attribution/rows.ts";
import { bytesOf, inputOf, readFound } from "../fuzz/input.ts";
import { blocksOf, concat, readArchive, tarOf } from "../support/archives.ts";
import { zipOf } from "../support/zips.ts";

/** Each lowered, so that a small input reaches it. */
const LOWERED = vi.hoisted(() => ({
  entries: 5,
  pathLength: 40,
  archiveDepth: 2,
  heldBytes: 1024,
  bundleBytes: 200_000,
  inflationRatio: 20,
  inflationGrace: 4096,
  zstdWindow: 2 ** 21,
  zstdSlow: 50,
  lineBytes: 500,
  linesPerEntry: 50,
  keysPerEntry: 10,
  flows: 64,
  sources: 64,
  addresses: 20,
  examples: 2,
}));

vi.mock("../../src/limits.ts", async (original) => ({
  ...(await original<typeof import("../../src/limits.ts")>()),
  LIMITS: { ...LOWERED },
}));

type Ceiling = keyof typeof LOWERED;

/** What an archive says of itself, its entries' paths and what they were cut by included. */
async function told(bytes: Uint8Array): Promise<string> {
  const [{ damage, skipped }, entries] = await readArchive(bytes);
  return JSON.stringify([damage, skipped, entries.map(({ path, cut }) => [path, cut])]);
}
const file = (name: string, body: string | Uint8Array = "x\n") => ({ name, body });

/** What the lines of a source say when they are so many. */
async function read(parser: typeof sysctl.parser, lines: readonly string[]): Promise<string> {
  const { lineFeed } = await import("../../src/archive/lines.ts");
  const sink = parser("entry");
  const feed = lineFeed(sink);
  feed.push(new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")));
  const { cut } = feed.end();
  const fact = sink.end();
  return `${cut} ${[...fact.values].length} values`;
}
const settings = (count: number) =>
  Array.from({ length: count }, (_, at) => `net.netfilter.s${at} = 1`);

/** The dump of these rows, and what of it was forgotten or not read. */
function count(rows: readonly Row[], more = "") {
  const sink = tableSource.byteParser("dump");
  sink.push(new TextEncoder().encode(rows.map((row) => `${rowText(row)}\n`).join("") + more));
  return sink.end(false);
}
const rows = (number: number, row: (at: number) => Row) =>
  Array.from({ length: number }, (_, at) => row(at));
const zip = (bytes: number) => zipOf([{ ...file("a", "y".repeat(bytes)), stored: true }]);
const deep = (depth: number): Uint8Array =>
  depth === 0 ? tarOf(file("x.txt")) : tarOf(file("in.tar", deep(depth - 1)));
/** A frame of zstd with a window of 2^(10 + exponent). */
const frame = (exponent: number) =>
  concat(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, exponent << 3, 1, 0, 0), new Uint8Array(40));
/** A block of zstd whose decoding does not end: a fuzzer found it. */
const endless = bytesOf(
  inputOf(readFound().find(([name]) => name === "archive-zstd-a793ba9c")![1]),
);
boundBy(within);
async function unpacked(bytes: Uint8Array): Promise<string> {
  try {
    for await (const _ of unzstd(blocksOf(bytes))) void _;
    return "read";
  } catch (error) {
    return (error as Error).message;
  }
}

/** How each is reached: what is said just below it, and what above it. */
const CEILINGS: Record<Ceiling, { below(): unknown; above(): unknown; says: RegExp }> = {
  entries: {
    below: () => told(tarOf(...[1, 2, 3, 4, 5].map((n) => file(`${n}`)))),
    above: () => told(tarOf(...[1, 2, 3, 4, 5, 6].map((n) => file(`${n}`)))),
    says: /only its first 5 entries were read/,
  },
  pathLength: {
    below: () => told(tarOf(file("p".repeat(40)))).then((text) => text.replace(/"p{40}"/, "whole")),
    above: () => told(tarOf(file("p".repeat(41)))),
    says: /"p{40}"/,
  },
  archiveDepth: {
    below: () => told(deep(1)),
    above: () => told(deep(2)),
    says: /a tar within an archive within an archive: unpack it first/,
  },
  heldBytes: {
    below: () => told(tarOf(file("a.zip", zip(500)))),
    above: () => told(tarOf(file("a.zip", zip(2000)))),
    says: /a zip of more than .* MiB within an archive: unpack it first/,
  },
  bundleBytes: {
    below: () => told(tarOf(file("a", "y\n".repeat(90_000)))),
    above: () => told(tarOf(file("a", "y\n".repeat(110_000)))),
    says: /only its first 200000 bytes were read/,
  },
  inflationRatio: {
    below: () => told(gzipSync(Buffer.from(settings(9000).join("\n")))),
    above: () => told(gzipSync(Buffer.alloc(100_000))),
    says: /it inflates to more than 20 times its size/,
  },
  inflationGrace: {
    below: () => told(gzipSync(Buffer.alloc(4096))),
    above: () => told(gzipSync(Buffer.alloc(8192))),
    says: /it inflates to more than 20 times its size/,
  },
  zstdSlow: {
    below: () => unpacked(frame(0)),
    above: () => unpacked(endless),
    says: /takes too long to unpack/,
  },
  zstdWindow: {
    below: () => unpacked(frame(11)),
    above: () => unpacked(frame(12)),
    says: /looks back more than 2097152 bytes/,
  },
  lineBytes: {
    below: () => read(sysctl.parser, [`net.core.a = ${"1".repeat(480)}`]),
    above: () => read(sysctl.parser, [`net.core.a = ${"1".repeat(500)}`]),
    says: /longer than 500 characters and was cut/,
  },
  linesPerEntry: {
    below: () => read(sysctl.parser, Array<string>(50).fill("net.core.a = 1")),
    above: () => read(sysctl.parser, Array<string>(51).fill("net.core.a = 1")),
    says: /only its first 50 lines were read/,
  },
  keysPerEntry: {
    below: () => read(sysctl.parser, settings(9)),
    above: () => read(sysctl.parser, settings(30)),
    says: /^null 10 values/,
  },
  flows: {
    below: () => `off by ${count(rows(60, (at) => ({ dport: 1 + at }))).flows.error}`,
    above: () => `off by ${count(rows(900, (at) => ({ dport: 1 + at }))).flows.error}`,
    says: /off by [1-9]/,
  },
  sources: {
    below: () => `off by ${count(rows(60, (at) => ({ src: `10.0.0.${at}` }))).sources.error}`,
    above: () =>
      `off by ${count(rows(900, (at) => ({ src: `10.0.${at >> 8}.${at & 255}` }))).sources.error}`,
    says: /off by [1-9]/,
  },
  addresses: {
    below: () => `full: ${count([], ipv6(5)).addresses.isFull}`,
    above: () => `full: ${count([], ipv6(60)).addresses.isFull}`,
    says: /full: true/,
  },
  examples: {
    below: () => `${count([], "tcp 6 odd\n").unparsed.examples.length} shown`,
    above: () => `${count([], "tcp 6 odd\n".repeat(9)).unparsed.examples.length} shown`,
    says: /^2 shown/,
  },
};

const ipv6 = (number: number): string =>
  Array.from(
    { length: number },
    (_, at) =>
      `tcp      6 100 ESTABLISHED src=fd00::${at + 1} dst=fd00:1::${at + 1} sport=4000 dport=443 src=fd00:1::${at + 1} dst=fd00::${at + 1} sport=443 dport=4000 [ASSURED] mark=0 use=1\n`,
  ).join("");

describe.each(Object.entries(CEILINGS))("the ceiling %s", (_, { below, above, says }) => {
  test("is not told below it, and is above it", async () => {
    expect(String(await below())).not.toMatch(says);
    expect(String(await above())).toMatch(says);
  });
});

test("every ceiling is in the table, and has its reason in limits.ts", async () => {
  const { LIMITS: real } =
    await vi.importActual<typeof import("../../src/limits.ts")>("../../src/limits.ts");
  expect(Object.keys(CEILINGS).sort()).toEqual(Object.keys(real).sort());
  expect(LIMITS).toEqual(LOWERED);
  const text = readFileSync(new URL("../../src/limits.ts", import.meta.url), "utf8");
  const parsed = ts.createSourceFile("limits.ts", text, ts.ScriptTarget.Latest, true);
  const reasons = new Map<string, string>();
  let last = "";
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) {
      // several that stand together have one reason
      last =
        ts
          .getJSDocCommentsAndTags(node)
          .map((one) => one.getText())
          .join() || last;
      reasons.set(node.name.getText(), last);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  for (const name of Object.keys(real)) expect(reasons.get(name)?.length, name).toBeGreaterThan(40);
});

test("two can be raised, and none lowered", async () => {
  const { raise, LIMITS: real } =
    await vi.importActual<typeof import("../../src/limits.ts")>("../../src/limits.ts");
  const before = { ...real };
  raise({ entries: 1, linesPerEntry: 1 });
  expect(real).toEqual(before);
  raise({ entries: 300_000, linesPerEntry: 9_000_000 });
  expect(real).toEqual({ ...before, entries: 300_000, linesPerEntry: 9_000_000 });
});
