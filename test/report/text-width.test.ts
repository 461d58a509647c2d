import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { bar } from "../../src/report/text/inline.ts";
import { textTable } from "../../src/report/text/table.ts";
import { padEnd, padStart, shorten, widthOf, wrap } from "../../src/report/text/width.ts";
import { bundleOf } from "../causes/sample.ts";

/** Names as bundles have them, with the columns that a terminal gives them. */
const NAMES = {
  cjk: ["支付服务/结算:http", 18],
  korean: ["결제/주문", 9],
  emoji: ["🚀-rocket", 9],
  family: ["👨‍👩‍👧‍👦", 2],
  flag: ["🇩🇪", 2],
  combining: ["cafe\u0301", 4],
  stacked: [`z${"\u0335\u0301".repeat(40)}`, 1],
} as const;
const names = Object.entries(NAMES).map(([kind, [name, width]]) => ({ kind, name, width }));

describe.each(names)("a name of $kind", ({ name, width }) => {
  it("is measured, padded and wrapped by its columns", () => {
    expect(widthOf(name)).toBe(width);
    expect(widthOf(padEnd(name, 20))).toBe(20);
    expect(widthOf(padStart(name, 20))).toBe(20);
    expect(padStart(name, 20).endsWith(name)).toBe(true);
    const lines = wrap(`${name} `.repeat(60), "- ", "  ");
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(
      lines
        .join(" ")
        .split(/\s+/)
        .filter((word) => word === name),
    ).toHaveLength(60);
  });

  it("is shortened between its characters, never within one", () => {
    const whole = [...new Intl.Segmenter("en").segment(name)].map(({ segment }) => segment);
    for (let room = 3; room < width; room++) {
      const short = shorten(name, room);
      expect(widthOf(short)).toBeLessThanOrEqual(room);
      expect(short.endsWith("…")).toBe(true);
      const kept = [...new Intl.Segmenter("en").segment(short.slice(0, -1))];
      expect(kept.map(({ segment }) => segment)).toEqual(whole.slice(0, kept.length));
    }
    expect(shorten(name, width)).toBe(name);
  });
});

describe("a table", () => {
  it("breaks no number off its unit and no name, and a path between its parts", () => {
    const cells = ["table share of open connections", "9,856 entries", "255.8 entries/s", "yes"];
    const path = "dump/conntrack-L-ipv4.txt.gz:9";
    const columns = [...cells, path].map((_, at) => ({ title: `${at}` }));
    const text = textTable(columns, [[...cells, path]], 80).join("\n");
    for (const whole of ["9,856 entries", "255.8 entries/s", "yes", "dump/conntrack-L-"])
      expect(text).toContain(whole);
    expect(text).toMatch(/ ipv4\.txt\.gz:9$/m);
    const narrow = wrap("entry-allocation-failed: once/sysctl-files.txt:1", "", "", 24);
    expect(narrow).toEqual(["entry-allocation-failed:", "once/sysctl-files.txt:1"]);
  });

  it("keeps its columns in line, whatever its names are made of", () => {
    const rows = names.map(({ name }, at) => [String(10 ** at), name, "end"]);
    const columns = [{ title: "Entries", right: true as const }, { title: "Name" }, { title: "" }];
    const lines = textTable(columns, rows, 80).slice(1);
    expect(lines).toHaveLength(rows.length);
    const starts = lines.map((line) => widthOf(line.slice(0, line.indexOf("end"))));
    expect(new Set(starts).size).toBe(1);
  });

  it("wraps its widest column at blanks, and breaks a word only where no column has blanks", () => {
    const columns = [{ title: "What" }, { title: "Place" }];
    const path = "once/a-long-place.txt:1";
    const lines = textTable(columns, [["many words that need more than a line", path]], 50);
    expect(lines.filter((line) => widthOf(line) > 50)).toEqual([]);
    expect(lines[1]).toContain(path);
    const broken = textTable(columns, [["x".repeat(60), "y".repeat(60)]], 50);
    expect(broken.filter((line) => widthOf(line) > 50)).toEqual([]);
    expect(broken.join("").match(/x/g)).toHaveLength(60);
  });
});

describe("wrapping", () => {
  it("breaks at blanks, behind an indent", () => {
    expect(wrap(`${"a".repeat(40)} ${"b".repeat(39)} c`, "- ", "  ")).toEqual([
      `- ${"a".repeat(40)}`,
      `  ${"b".repeat(39)} c`,
    ]);
    expect(wrap("  a   b ")).toEqual(["a b"]);
    expect(wrap("")).toEqual([]);
    expect(wrap(`${"a".repeat(40)} ${"b".repeat(39)}`)).toHaveLength(1);
  });

  it("breaks a word that is longer than a line, and loses none of it", () => {
    const long = "x".repeat(100);
    expect(wrap(`a ${long} b`)).toEqual(["a", "x".repeat(80), `${"x".repeat(20)} b`]);
    expect(wrap(long, "  - ", "    ")).toEqual([`  - ${"x".repeat(76)}`, `    ${"x".repeat(24)}`]);
  });

  it.each([
    "55 %",
    "5.58 s",
    "120 s",
    "5 min",
    "24 h",
    "5 d",
    "95.8 MiB",
    "2,200 entries",
    "41 packets",
  ])("leaves %s on one line", (value) => {
    for (let before = 60; before < 84; before++) {
      const text = wrap(`${"x".repeat(before)} ${value} (and more)`).join("\n");
      expect(text).toContain(value);
    }
  });

  it("holds 80 columns and every character, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const lines = wrap(text, "- ", "  ");
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
        const bare = (one: string) => one.replace(/[\s\u00a0]/g, "");
        expect(bare(lines.map((line) => line.slice(2)).join(""))).toBe(bare(text));
      }),
    );
  });
});

describe("a bar", () => {
  it("is longer for a larger share, and shows the smallest", () => {
    expect([0, 0.0001, 0.5, 0.55, 1, 1.2].map(bar)).toEqual([
      "",
      "▏",
      "█████",
      "█████▌",
      "██████████",
      "██████████",
    ]);
  });
});

describe("a report about names of every kind", () => {
  it("stays within 80 columns, with the columns of its talkers in line", async () => {
    const analysis = await analyze(bundleOf("mix-stale-retry"));
    const service = names.map(({ name }) => name);
    const topDestinations = service.map((one, at) => ({
      name: `10.0.0.${at}:80/tcp`,
      service: one,
      pod: `ns/${at}`,
      process: null,
      entries: 10 ** at,
    }));
    const named = {
      ...analysis,
      node: { ...analysis.node, hostname: `node-${service.join("-")}`.repeat(4) },
      summary: `${analysis.summary} ${service.join("").repeat(5)} 55 %`,
      table: { ...analysis.table, topDestinations },
    };
    const lines = renderText(named, { verbose: true }).split("\n");
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    const from = lines.indexOf("Top talkers: destinations") + 2;
    const rows = lines.slice(from, from + topDestinations.length);
    const starts = rows.map((line, at) => widthOf(line.slice(0, line.indexOf(`ns/${at}`))));
    expect(new Set(starts)).toEqual(new Set([starts[0]]));
  });
});
