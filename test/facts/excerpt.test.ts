import { describe, expect, test } from "vitest";
import { type Around, type Excerpt, judgeRows } from "../../src/facts/excerpt.ts";
import type { Found } from "../../src/facts/facts.ts";
import { LIMITS } from "../../src/limits.ts";
import { newTable } from "../../src/parsers/conntrack-table/fact.ts";
import { STATES } from "../../src/parsers/conntrack-table/states.ts";

type Dump = Found<"conntrack-table">;
interface Changes {
  trailer?: number;
  events?: number;
  reduced?: Dump["origin"]["reduced"];
  elided?: boolean;
  layout?: string;
  /** The first line is half a row. */
  begins?: "cut";
}

/** A dump of so many rows. */
function dump(rows: number, changes: Changes = {}): Dump {
  const { trailer = null, events = 0, reduced = null, elided = false, layout = "loose" } = changes;
  const unparsed =
    changes.begins === "cut"
      ? { count: 1, examples: [{ line: 1, text: "src=" }] }
      : { count: 0, examples: [] };
  const fact = { ...newTable("a.txt", [1, 2], LIMITS), unparsed };
  return {
    entry: "a.txt",
    phase: "once",
    label: "",
    fact: { ...fact, rows, events, trailerRows: trailer },
    origin: { time: null, standing: "live", reduced, elided, command: null, layout, lines: rows },
  };
}
const KNOWN: Around = {
  count: null,
  max: null,
  daysApart: 0,
  cut: false,
  lacks: false,
  collector: null,
};
const judged = (dumps: Dump | Dump[], around: Partial<Around> = {}): Excerpt["is"] =>
  judgeRows([dumps].flat(), { ...KNOWN, ...around }).is;

describe("a dump beside a count", () => {
  test.each([
    [1000, "whole"],
    [800, "whole"],
    [799, "excerpt"],
    [1, "excerpt"],
  ] as const)("%i rows of 1,000 are %s: a fifth may have expired", (rows, is) => {
    expect(judged(dump(rows), { count: 1000 })).toBe(is);
  });

  test.each([
    [500, ["tcp", "udp"], "whole"],
    [499, ["tcp", "udp"], "excerpt"],
    [799, ["tcp"], "excerpt"],
    [799, ["udp"], "excerpt"],
  ] as const)("%i rows of 1,000, of %j, are %s: -p lists one protocol", (rows, of, is) => {
    const taken = dump(rows);
    const kind = (protocol: string) => STATES.findIndex((one) => one.protocol === protocol) << 2;
    for (const protocol of of) taken.fact.byKind[kind(protocol)] = 1;
    expect(judged(taken, { count: 1000 })).toBe(is);
  });

  test.each([
    [500, "whole"],
    [499, "excerpt"],
  ] as const)(
    "%i rows of 1,000 with the tool's own number are %s: a half may be dying",
    (rows, is) => {
      expect(judged(dump(rows, { trailer: rows }), { count: 1000 })).toBe(is);
      expect(judged(dump(rows), { count: 1000, collector: "whole" })).toBe(is);
    },
  );

  test("more rows than the count are whole: it is another moment", () => {
    expect(judged(dump(1200), { count: 1000 })).toBe("whole");
  });
});

describe("a dump beside the tool's own number", () => {
  test.each([
    [1900, "whole"],
    [1899, "excerpt"],
  ] as const)("%i rows of 2,000 that were listed are %s", (rows, is) => {
    expect(judged(dump(rows, { trailer: 2000 }))).toBe(is);
  });

  test("is held against the sum of parts, when each of them has one", () => {
    const parts = [dump(600, { trailer: 600 }), dump(300, { trailer: 400 })];
    expect(judged(parts)).toBe("excerpt");
    expect(judged([parts[0]!, dump(300)], { count: 900 })).toBe("whole");
  });

  test("names both numbers", () => {
    expect(judgeRows([dump(3, { trailer: 48_000 })], KNOWN)).toEqual({
      is: "excerpt",
      reason: "conntrack listed 48,000 entries, and only 3 of these rows are here",
    });
  });
});

describe("a dump that was cut by position", () => {
  const ways: [string, Changes, Partial<Around>][] = [
    ["head", { reduced: "cut" }, {}],
    ["dots of a person", { elided: true }, {}],
    ["an archive that ends early", {}, { cut: true }],
    ["half a row at its beginning", { begins: "cut" }, {}],
    ["the collector's own limit", { layout: "conntriage" }, { collector: "cut" }],
  ];
  test.each(ways)("by %s is a sample from 300 rows on", (_, changes, around) => {
    const of = { count: 10_000, ...around };
    expect(judged(dump(300, changes), of)).toBe("sample");
    expect(judged(dump(299, changes), of)).toBe("excerpt");
    expect(judgeRows([dump(300, changes)], { ...KNOWN, ...of })).toMatchObject({ of: 10_000 });
  });

  test("is the whole where it has nearly all: 95 of 100", () => {
    expect(judged(dump(95, { reduced: "cut" }), { count: 100 })).toBe("whole");
    expect(judged(dump(94, { reduced: "cut" }), { count: 100 })).toBe("sample");
    expect(judged(dump(79, { reduced: "cut" }), { count: 100 })).toBe("excerpt");
  });

  test("is scaled to the larger of the count and the tool's number", () => {
    const sample = judgeRows([dump(400, { reduced: "cut", trailer: 5000 })], {
      ...KNOWN,
      count: 4000,
    });
    expect(sample).toMatchObject({ is: "sample", of: 5000 });
  });
});

describe("rows that are no table", () => {
  test.each(["filtered", "counted"] as const)("%s ones are an excerpt, however many", (reduced) => {
    expect(judged(dump(50_000, { reduced }))).toBe("excerpt");
    expect(judged(dump(900, { reduced }), { count: 1000 })).toBe("excerpt");
  });

  test("filtered ones that are 95 of 100 entries are the table", () => {
    expect(judged(dump(95, { reduced: "filtered" }), { count: 100 })).toBe("whole");
  });

  test("events are none, even as many as there are entries", () => {
    expect(judged(dump(1000, { events: 1000 }), { count: 1000 })).toBe("excerpt");
  });
});

describe("rows beside nothing", () => {
  test("tell nothing below 1,000, unless the own collector took them", () => {
    expect(judged(dump(999))).toBe("excerpt");
    expect(judged(dump(1000))).toBe("whole");
    expect(judged(dump(2, { layout: "conntriage" }))).toBe("whole");
  });

  test("may be the table where a limit is known", () => {
    expect(judged(dump(10), { max: 12 })).toBe("whole");
  });

  test("of our own collector are whole", () => {
    expect(judged(dump(2, { layout: "conntriage" }), { collector: "whole" })).toBe("whole");
  });
});
