import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../src/index.ts";
import type { ChartName } from "../../src/report/document/document.ts";
import { CHARTS } from "../../src/report/html/charts/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { EVIL } from "./hostile.ts";

let sample: Analysis;
beforeAll(async () => {
  sample = await analyze(bundleOf("mix-udp-leak"));
});

const NAMES = Object.keys(CHARTS) as ChartName[];
const chart = (name: ChartName, analysis: Analysis): string => CHARTS[name](analysis, "");
const withTable = (changes: Partial<Analysis["table"]>): Analysis => ({
  ...sample,
  table: { ...sample.table, ...changes },
});
const withTimeline = (timeline: Analysis["timeline"]): Analysis => ({ ...sample, timeline });
const reading = (seconds: number, changes: Partial<Analysis["timeline"][number]> = {}) => ({
  seconds,
  count: 80,
  max: 100,
  drop: 0,
  earlyDrop: 0,
  insertFailed: 0,
  ...changes,
});
/** The values of an attribute, in per cent or pixels, of the elements of a class. */
const lengths = (svg: string, of: string, attribute: string): number[] =>
  [...svg.matchAll(new RegExp(`<\\w+ class="${of}[^"]*"[^>]*>`, "g"))].map(([element]) =>
    Number.parseFloat(new RegExp(` ${attribute}="([^"]*)"`).exec(element)![1]!),
  );
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const offender = (name: string, entries: number) => ({
  name,
  service: null,
  pod: null,
  process: null,
  entries,
});

describe("every chart", () => {
  it("is a figure whose drawing has a name and says its figures in words", () => {
    for (const name of NAMES) {
      const svg = chart(name, sample);
      const drawings = svg.match(/<svg role="img"[^>]*>/g)!;
      expect(drawings.length, name).toBe(svg.match(/<figure /g)!.length);
      for (const drawing of drawings) {
        const [title, desc] = /aria-labelledby="([^"]+)"/.exec(drawing)![1]!.split(" ");
        expect(svg).toMatch(new RegExp(`<title id="${title}">[^<]+</title>`));
        expect(svg).toMatch(new RegExp(`<desc id="${desc}">[^<]*\\d[^<]*</desc>`));
      }
    }
  });

  it("is left out where there is nothing to show", () => {
    const bands = sample.table.idle.bands.map((band) => ({ ...band, entries: 0 }));
    const idle = { bands, unknown: 0 };
    const lists = { uses: [], topDestinations: [], topSources: [] };
    const empty = { ...withTable({ ...lists, byTcpState: {}, idle }), timeline: [] };
    for (const name of NAMES) expect(chart(name, empty), name).toBe("");
  });

  it("is the same each time", () => {
    for (const name of NAMES)
      expect(chart(name, structuredClone(sample))).toBe(chart(name, sample));
  });

  it("shows a hostile text as text, without control characters", () => {
    const hostile = withTable({
      topDestinations: [{ ...offender(EVIL, 3), service: `"'>${EVIL}`, pod: EVIL }],
      topSources: [offender(`${EVIL}${"W".repeat(300)}`, 2)],
      byTcpState: { [EVIL]: 1 },
    });
    const all = NAMES.map((name) => chart(name, hostile)).join("");
    expect(all).toContain("&lt;script&gt;alert(1)");
    expect(all).not.toMatch(/<(?:script|img|a)\b/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(all.match(/ id="[^"]*"/g)!.join()).not.toMatch(/alert|script/);
  });
});

describe("where the table went", () => {
  it("has parts that fill the bar, each as wide as its share and next to the one before", () => {
    const svg = chart("uses", sample);
    const widths = lengths(svg, "part", "width");
    expect(widths.length).toBe(sample.table.uses.length);
    expect(sum(widths)).toBeCloseTo(100, 0);
    for (const [at, { share }] of sample.table.uses.entries()) {
      expect(widths[at]).toBeCloseTo(share * 100, 1);
      expect(lengths(svg, "part", "x")[at]).toBeCloseTo(sum(widths.slice(0, at)), 0);
    }
  });

  it("names each use with its entries and share in the legend, more uses than colours, too", () => {
    const uses = Array.from({ length: 12 }, (_, at) => ({
      ...sample.table.uses[0]!,
      meaning: `use ${at}`,
      entries: 10,
      share: 1 / 12,
    }));
    const svg = chart("uses", withTable({ uses }));
    expect(svg.match(/<li>/g)!.length).toBe(12);
    expect(svg).toMatch(/<span class="key c8">12<\/span><span class="name">use 11<\/span>/);
  });
});

describe("bars", () => {
  const talkers = (...entries: number[]) =>
    withTable({
      topDestinations: entries.map((one, at) => offender(`10.0.0.${at}:80/tcp`, one)),
      topSources: [],
    });

  it("are as long as their entries, the longest fills its place", () => {
    expect(lengths(chart("talkers", talkers(400, 100, 0)), "bar", "width")).toEqual([100, 25]);
  });

  it("shorten a long label and keep it whole for those who ask", () => {
    const name = `[2001:db8:1111:2222:3333:4444:5555:6666]:8080/tcp${"x".repeat(40)}`;
    const svg = chart("talkers", withTable({ topDestinations: [offender(name, 1_000_000)] }));
    const label = /<text class="label"[^>]*>([^<]*)</.exec(svg)![1]!;
    expect(label).toMatch(/…$/);
    expect(label.length).toBeLessThan(30);
    expect(svg).toContain(`<title>${name}: 1,000,000`);
  });

  it("keep their numbers in the drawing whatever their length", () => {
    const svg = chart("tcp-states", withTable({ byTcpState: { ESTABLISHED: 1e15, SYN_SENT: 1 } }));
    const [x, width] = [lengths(svg, "bar", "x")[0]!, lengths(svg, "bar", "width")[0]!];
    expect(x + width).toBeLessThanOrEqual(100);
  });

  it("show the time since the last packet up to the last band that has entries", () => {
    const bands = [0, 60, 3600].map((from, at, all) => ({
      from,
      to: all[at + 1] ?? null,
      entries: at === 1 ? 5 : 0,
    }));
    const svg = chart("idle", withTable({ idle: { bands, unknown: 0 } }));
    expect(svg.match(/class="label"[^>]*>[^<]+/g)!.map((text) => text.split(">")[1])).toEqual([
      "under 60 s",
      "60 s–60 min",
    ]);
    expect(svg).not.toContain("hatch");
  });

  it("draw the unknown hatched, as a bar of its own", () => {
    const { bands } = sample.table.idle;
    const svg = chart("idle", withTable({ idle: { bands, unknown: 7 } }));
    expect(svg).toMatch(/unknown: 7 entries[^<]*<\/desc>/);
    expect(svg.match(/class="hatch"/g)!.length).toBe(1);
  });
});

describe("the window", () => {
  const path = (svg: string, name: string) =>
    new RegExp(`<path class="${name}" d="([^"]*)"`).exec(svg)![1]!;

  it("draws the count as one line, as high as its part of the limit", () => {
    const svg = chart("window", withTimeline([reading(0), reading(5), reading(10)]));
    const count = path(svg, "count");
    expect(count.match(/M/g)!.length).toBe(1);
    const y = (d: string) => Number(d.split(",")[1]!.split(/[A-Z]/)[0]);
    expect((130 - y(count)) / (130 - y(path(svg, "limit")))).toBeCloseTo(0.8, 1);
  });

  it("leaves a gap where the count is unknown, and no point at zero", () => {
    const rows = [0, 1, 2, 3, 4].map((at) => reading(at, at === 2 ? { count: null } : {}));
    const svg = chart("window", withTimeline(rows));
    expect(path(svg, "count").match(/M/g)!.length).toBe(2);
    expect(lengths(svg, "dot", "cx")).toEqual([0, 25, 75, 100]);
    expect(svg).toMatch(/5 readings, 1 of them unknown/);
  });

  it("draws no bar for losses that are unknown, and says so", () => {
    const rows = [0, 1, 2, 3].map((at) => reading(at, { drop: at === 2 ? null : 8 }));
    const svg = chart("window", withTimeline(rows));
    expect(lengths(svg, "loss drop", "x")).toEqual([0, 66.67]);
    expect(svg).toContain("16, 1 of 3 steps unknown");
    const none = withTimeline(rows.map((row) => ({ ...row, drop: null })));
    expect(chart("window", none)).toMatch(/drops: unknown/);
  });

  it("draws losses of every kind on one scale", () => {
    const rows = [reading(0), reading(1, { drop: 100, earlyDrop: 50 })];
    const svg = chart("window", withTimeline(rows));
    const [drop] = lengths(svg, "loss drop", "height");
    expect(lengths(svg, "loss earlyDrop", "height")).toEqual([drop! / 2]);
  });

  it("says that the count is unknown rather than drawing an empty plot", () => {
    const rows = [0, 1].map((at) => reading(at, { count: null, max: null }));
    expect(chart("window", withTimeline(rows))).toContain(">count unknown<");
  });

  it("comes to an end on times that make no sense", () => {
    const huge = [1e17, 1e17 + 16].map((at) => reading(at));
    expect(chart("window", withTimeline(huge))).not.toMatch(/NaN|Infinity/);
    expect(chart("window", withTimeline([reading(3), reading(3)]))).toBe("");
    const back = [5, 1, 9].map((at) => reading(at, { drop: 4 }));
    expect(lengths(chart("window", withTimeline(back)), "loss drop", "width")).toHaveLength(1);
  });
});
