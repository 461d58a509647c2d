import { describe, expect, test } from "vitest";
import { cpu } from "../field/case.ts";
import type { Files } from "../support/evidence.ts";
import { told } from "./told.ts";

const FIRST = cpu(0, { drop: 5 }) + cpu(1, { drop: 6 });
const SECOND = cpu(0, { drop: 25 }) + cpu(1, { drop: 36 });
/** Both CPUs lower in the one, and higher in the other: only their order tells. */
const MIXED = [cpu(0, { drop: 70, restart: 9 }), cpu(0, { drop: 90, restart: 2 })] as const;

describe("two samples are a pair, in their order", () => {
  test.each<[string, Files]>([
    ["words in files", { "before.txt": FIRST, "after.txt": SECOND }],
    ["words against the alphabet", { "S_vorher.txt": FIRST, "S_nachher.txt": SECOND }],
    ["words in folders", { "start/c.txt": FIRST, "end/c.txt": SECOND }],
    ["numbers, not letters, sort", { "run-2.txt": FIRST, "run-10.txt": SECOND }],
    ["numbered folders", { "9/c.txt": FIRST, "10/c.txt": SECOND }],
    ["t0 and t1", { "t0/c.txt": FIRST, "t1/c.txt": SECOND }],
    ["dates in names", { "c-2025-03-09T23:50.txt": FIRST, "c-2025-03-10T00:10.txt": SECOND }],
    ["dates of folders", { "20250309-2350/c.txt": FIRST, "20250310-0010/c.txt": SECOND }],
    [
      "dates in the text, against the names",
      {
        "a.txt": `$ date; conntrack -S\nTue Mar 11 10:00:10 UTC 2025\n${SECOND}`,
        "b.txt": `$ date; conntrack -S\nTue Mar 11 10:00:00 UTC 2025\n${FIRST}`,
      },
    ],
    ["two runs in one file", { "a.txt": FIRST + SECOND }],
    ["two runs under prompts", { "a.txt": `$ conntrack -S\n${FIRST}$ conntrack -S\n${SECOND}` }],
    [
      "time stamps before lines",
      {
        "a.txt": FIRST.replace(/^(?=.)/gm, "10:00:00 ") + SECOND.replace(/^(?=.)/gm, "10:00:10 "),
      },
    ],
    [
      "seconds of date +%s",
      {
        "a.txt": `$ date +%s; conntrack -S; sleep 9; date +%s; conntrack -S\n1741687200\n${FIRST}1741687209\n${SECOND}`,
      },
    ],
    ["counters that only rise", { "x.txt": SECOND, "y.txt": FIRST }],
    ["a machine with a word behind", { "edge-before.txt": FIRST, "edge-after.txt": SECOND }],
    [
      "three, of which the ends count",
      {
        "run1.txt": FIRST,
        "run2.txt": cpu(0, { drop: 7 }) + cpu(1, { drop: 8 }),
        "run3.txt": SECOND,
      },
    ],
  ])("%s", async (_, files) => {
    expect(await told(files)).toMatchObject([{ drops: 50 }]);
  });

  test.each<[string, Files]>([
    ["files", { "before.txt": MIXED[0], "after.txt": MIXED[1] }],
    ["numbers", { "2/x.txt": MIXED[0], "10/x.txt": MIXED[1] }],
    [
      "files below titles that are the same",
      {
        "x-before.txt": `==> node/c-1.txt <==\n${MIXED[0]}`,
        "x-after.txt": `==> node/c-1.txt <==\n${MIXED[1]}`,
      },
    ],
    ["one text", { "x.txt": MIXED[0] + MIXED[1] }],
  ])("counters of which one fell are taken in the order of %s", async (_, files) => {
    expect(await told(files)).toMatchObject([{ drops: 20 }]);
  });

  test.each<[string, (host: string, when: string) => string]>([
    ["folders of machines", (host, when) => `${host}/${when}.txt`],
    ["folders of moments", (host, when) => `${when}/${host}.txt`],
    ["names of both", (host, when) => `${host}-${when}.txt`],
  ])("pairs of two machines in %s stay theirs", async (_, path) => {
    const later = SECOND.replace("drop=25", "drop=26");
    const files = {
      [path("web-1", "before")]: FIRST,
      [path("web-1", "after")]: SECOND,
      [path("web-2", "before")]: SECOND,
      [path("web-2", "after")]: later,
    };
    expect((await told(files)).map(({ subject, drops }) => [subject, drops])).toEqual([
      ["web-1", 50],
      ["web-2", 1],
    ]);
  });

  test("one sample is no pair, and a namespace's is not the machine's second", async () => {
    expect(await told({ "a.txt": FIRST })).toMatchObject([{ drops: null }]);
    const text = `[root@h1 ~]# conntrack -S\n${FIRST}[root@h1 ~]# ip netns exec red conntrack -S\n${SECOND}`;
    expect((await told({ "a.txt": text })).map(({ drops }) => drops)).toEqual([null, null]);
  });
});
