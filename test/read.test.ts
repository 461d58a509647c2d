import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.ts";
import { CAUSES } from "../src/causes/index.ts";
import { AnalyzerError } from "../src/errors.ts";
import { assemble } from "../src/facts/assemble.ts";
import { found } from "../src/facts/facts.ts";
import { chooseTables } from "../src/facts/tables.ts";
import { openBundle } from "../src/node/open.ts";
import { readBundle } from "../src/read.ts";
import type { Analysis } from "../src/report/contract.ts";
import { linked } from "../src/report/document/links.ts";
import { renderHtml } from "../src/report/html/index.ts";
import { renderMarkdown } from "../src/report/markdown/index.ts";
import { renderText } from "../src/report/text/index.ts";
import { blocksOf, tarOf } from "./support/archives.ts";
import { EVIL, HOSTILE_BUNDLE } from "./support/hostile-bundle.ts";
import { ipv6Rows, row, rows } from "./support/rows.ts";

const archive = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  tarOf(...Object.entries(files).map(([name, body]) => ({ name, body })));
const analyzed = (bytes: Uint8Array) => analyze("-", { stdin: () => blocksOf(bytes) });
const utf8 = (text: string) => new TextEncoder().encode(text);

async function chosen(files: Readonly<Record<string, string>>) {
  const { pieces } = await readBundle(await openBundle("-", () => blocksOf(archive(files))));
  const facts = assemble(pieces)[0]?.facts ?? {};
  const { tables, skipped } = chooseTables(found(facts, "conntrack-table"));
  return { tables: tables.map(({ entry, rows }) => [entry, rows]), skipped };
}

describe("a bare conntrack -L", () => {
  test("gives a table and verdicts that name what they lack", async () => {
    const analysis = await analyzed(utf8(rows(1200)));
    expect(analysis.bundle).toMatchObject({ layout: "loose", truncated: false });
    expect(analysis.state).toBe("unknown");
    expect(analysis.table).toMatchObject({
      rows: 1200,
      rowsUnparsed: 0,
      count: 1200,
      bound: "at least",
      max: null,
    });
    expect(analysis.table.byTcpState).toEqual({ TIME_WAIT: 1200 });
    expect(analysis.table.uses).toMatchObject([{ use: "time-wait", entries: 1200, share: 1 }]);
    const verdicts = new Map(analysis.findings.map(({ cause, verdict }) => [cause, verdict]));
    expect(verdicts.get("time-wait-churn")).toBe("possible");
    expect(verdicts.get("stale-endpoints")).toBe("unknown");
    expect([...verdicts.values()]).not.toContain("confirmed");
    for (const { cause, verdict, evidence } of analysis.findings)
      if (verdict === "unknown")
        expect(evidence.map(({ missing }) => missing).join(), cause).toMatch(/wanted: \S/);
    expect(analysis.coverage.missing.map(({ source }) => source)).toContain("sysctl");
  });

  test("cut short when compressed: its half row is not counted, and the report says so", async () => {
    const gz = gzipSync(rows(500));
    const analysis = await analyzed(gz.subarray(0, gz.length - 300));
    expect(analysis.bundle.truncated).toBe(true);
    expect(analysis.table.rowsUnparsed).toBe(1);
    expect(analysis.coverage.failed[0]?.reason).toBe("its compressed data ends too early");
  });

  test("of rows that nobody can read is no crash", async () => {
    const mixed = row(1).replace("src=10.0.0.1", "src=fd00::1");
    const analysis = await analyzed(utf8(row(1) + mixed.repeat(20) + ipv6Rows(3)));
    expect(analysis.table).toMatchObject({ rows: 24, rowsUnparsed: 20 });
  });
});

test.each([
  ["", "an empty file: not an input that conntriage knows"],
  ["prose\n", "it looks like text: not an input that conntriage knows"],
  ["\u0089PNG\r\n\u001a\n", "a PNG picture: not an input that conntriage knows"],
])("what holds nothing that is known is said in one line: %j", async (content, reason) => {
  const error = await analyzed(Buffer.from(content, "latin1")).catch((caught) => caught);
  expect(error).toBeInstanceOf(AnalyzerError);
  expect(error).toMatchObject({ code: "BUNDLE_UNREADABLE" });
  expect(error.message).toContain(`-: ${reason}; give `);
});

test("what an unknown entry is stands beside its name", async () => {
  const files = {
    "x/table.txt": rows(3),
    "x/photo": "\u0000\u0001",
    "x/empty": "",
    "x/a.pdf": "%PDF-1.7",
  };
  const { coverage } = await analyzed(archive(files));
  expect(coverage.skipped).toEqual([
    { entry: "x/photo", reason: "not an input that conntriage knows" },
    { entry: "x/empty", reason: "an empty file: not an input that conntriage knows" },
    { entry: "x/a.pdf", reason: "a PDF: not an input that conntriage knows" },
  ]);
});

describe("dumps of one family count once", () => {
  test("the fuller one is taken; another family counts beside it", async () => {
    const { tables, skipped } = await chosen({
      "a.txt": rows(5),
      "b.txt": rows(9),
      "c.txt": ipv6Rows(4),
    });
    expect(tables).toEqual([
      ["b.txt", 9],
      ["c.txt", 4],
    ]);
    expect(skipped).toEqual([
      { entry: "a.txt", reason: "the entries of b.txt were counted instead" },
    ]);
  });

  test("one of both families stands for one of each", async () => {
    const files = {
      "four.txt": rows(9),
      "both.txt": rows(8) + ipv6Rows(4),
      "six.txt": ipv6Rows(4),
    };
    const { tables, skipped } = await chosen(files);
    expect(tables).toEqual([["both.txt", 12]]);
    expect(skipped.map(({ entry }) => entry)).toEqual(["four.txt", "six.txt"]);
  });

  test("a later dump goes before a fuller one", async () => {
    const { tables, skipped } = await chosen({ "L-start.txt": rows(9), "L-end.txt": rows(5) });
    expect(tables).toEqual([["L-end.txt", 5]]);
    expect(skipped).toEqual([
      { entry: "L-start.txt", reason: "a dump taken later was counted instead" },
    ]);
  });
});

test("an entry that cannot be parsed is listed with its place; the others count, in either order", async () => {
  const files = { "x/once/pods.txt": "x", "x/manifest.json": "{\n}\n", "x/y.txt": rows(3) };
  for (const list of [Object.entries(files), Object.entries(files).reverse()]) {
    const analysis = await analyzed(archive(Object.fromEntries(list)));
    expect(analysis.table.rows).toBe(3);
    const failed = analysis.coverage.failed.find(({ entry }) => entry === "x/manifest.json");
    expect(failed?.line).toBe(1);
    expect(failed?.reason).toContain("schema");
  }
});

describe("text of a stranger is shown, and does nothing", () => {
  let analysis: Analysis;
  let [text, markdown, html] = ["", "", ""];
  beforeAll(async () => {
    analysis = await analyzed(archive(HOSTILE_BUNDLE));
    [text, markdown, html] = [renderText(analysis), renderMarkdown(analysis), renderHtml(analysis)];
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

  test("the bundle is read, and its text is in the report at all", () => {
    expect(analysis.node.hostname).toContain(EVIL);
    expect(analysis.table).toMatchObject({ rows: 301, rowsUnparsed: 1 });
    for (const report of [text, markdown, html]) expect(report).toContain("alert(1)");
  });

  test("no control character reaches a terminal, and none the other reports, the title of the page included", () => {
    expect(text).not.toMatch(CONTROL);
    expect(markdown).not.toMatch(CONTROL);
    expect(html).not.toMatch(CONTROL);
  });

  test("in Markdown it stands within code only, so that nothing is a link, a mention or HTML", () => {
    const bare = markdown.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
    expect(bare).not.toMatch(/alert|everyone|onerror|# heading/);
    expect(bare.replace(/<\/?(?:details|summary)>/g, "")).not.toMatch(/[^\\]<|\]\(/);
  });

  test("in Markdown no row of a table has more cells than its head", () => {
    const cells = (line: string) => line.replaceAll("\\|", "").split("|").length;
    for (const block of markdown.split("\n\n").filter((part) => part.startsWith("| "))) {
      const [head, ...others] = block.split("\n");
      for (const line of others) expect(cells(line), line).toBe(cells(head!));
    }
  });

  test("in HTML there are no elements but ours, no link and no script", () => {
    expect(html).not.toMatch(/<(?:img|script|iframe|object|link)\b/i);
    const links = CAUSES.flatMap((cause) => cause.references.flatMap(linked));
    const sources = new Set(links.map((one) => (one.kind === "link" ? one.to : "")));
    expect(html).not.toMatch(/\s(?:src|on\w+)\s*=\s*["']/i);
    for (const [, target] of html.matchAll(/\shref\s*=\s*["']([^"']*)/gi))
      if (!sources.has(target!)) expect(target).toMatch(/^#(?:report|section-\d+)$/);
    expect(html).toContain("&lt;img/src=x/onerror=alert(1)&gt;");
    expect(html.replace(/<svg[\s\S]*?<\/svg>/g, "").match(/<title>/g)).toHaveLength(1);
  });
});
