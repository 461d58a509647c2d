import { expect, test } from "vitest";
import { timeline } from "../../src/parsers/timeline.ts";
import { crlf, failure, read } from "./read.ts";

const CSV = `time,uptime,count,max,clashres,found,drop,early_drop
2026-11-22T17:07:00Z,1234.56,262100,262144,0,1,10,20
2026-11-22T17:07:01Z,1235.57,262144,262144,0,1,14,25
2026-11-22T17:07:02Z,1236.58,,262144,0,1,19,30
2026-11-22T17:07:03Z,1237.59,262143,262144,0,1,19,3
`;

test("columns by name, a cell each row", () => {
  const fact = read(timeline, crlf(CSV));
  expect(fact).toEqual({
    time: [0, 1, 3].map((second) => Date.UTC(2026, 10, 22, 17, 7, second)),
    uptime: [1234.56, 1235.57, 1237.59],
    count: [262100, 262144, 262143],
    max: [262144, 262144, 262144],
    counters: new Map([
      ["clashres", [0, 0, 0]],
      ["found", [1, 1, 1]],
      ["drop", [10, 14, 19]],
      ["early_drop", [20, 25, 3]],
    ]),
    line: [2, 3, 5],
    badRows: 1,
    cut: false,
  });
});

test("a last row that is cut is left out, since its last number may be cut as well", () => {
  const fact = read(timeline, CSV.slice(0, -5));
  expect(fact.count.length).toBe(2);
  expect(fact.badRows).toBe(2);
});

test("blank lines move no line number, quotes swallow nothing", () => {
  const [header, first, second] = CSV.split("\n");
  const fact = read(timeline, `${header}\n\n${first}\n"x\n${second}\n`);
  expect(fact.line).toEqual([3, 5]);
  expect(fact.badRows).toBe(1);
});

test("columns in another order, and absent ones", () => {
  const fact = read(timeline, "count,time\n5,2026-11-22T17:07:00Z\n6,not a time\n");
  expect(fact).toMatchObject({ count: [5, 6], time: [Date.UTC(2026, 10, 22, 17, 7), null] });
  expect(fact.max).toEqual([null, null]);
  expect(fact.uptime).toEqual([null, null]);
});

test("rows beyond the ceiling are left out and said to be", () => {
  const rows = Array.from({ length: 100_001 }, (_, row) => `2026-11-22T17:07:00Z,${row}`);
  const fact = read(timeline, `time,count\n${rows.join("\n")}`);
  expect(fact.count.length).toBe(100_000);
  expect(fact.cut).toBe(true);
});

test("a header alone is an empty timeline, another text fails", () => {
  expect(read(timeline, CSV.split("\n")[0]!).count).toEqual([]);
  expect(failure(timeline, "")).toMatchObject({ code: "PARSE_FAILED", place: { line: 1 } });
  expect(failure(timeline, "a,b\n1,2\n")?.code).toBe("PARSE_FAILED");
});
