import { cpu, type FieldCase, settings } from "./case.ts";

const FIRST = cpu(0, { failed: 12 }) + cpu(1, { failed: 30 });
const SECOND = cpu(0, { failed: 52 }) + cpu(1, { failed: 71 });
const ROSE = { says: [/(?<![\d.,])81(?!\d|[.,]\d| ?%)/] };
const ONE = { ...ROSE, state: ["unknown"], subjects: [["", null]] } as const;

/** What stands above an output, or in a file's name, and says when it was taken: never whose it is. */
export const OCCASIONS: readonly FieldCase[] = [
  {
    name: "seconds since 1970 behind dashes",
    why: "a loop printed date +%s before each: insert_failed and drop rose by 81 in ten seconds",
    files: { "t.txt": `--- 1676887200\n${FIRST}--- 1676887210\n${SECOND}` },
    expect: { ...ONE, says: [...ROSE.says, /watched for 10 s/] },
  },
  {
    name: "times without signs in the files' names",
    why: "20240305T101112Z is a time, ten seconds before the other; the settings are of the same machine",
    files: {
      "conntrack_stats_20240305T101112Z.txt": FIRST,
      "conntrack_stats_20240305T101122Z.txt": SECOND,
      "sysctl.txt": settings(50_000, 262_144),
    },
    expect: { ...ROSE, state: ["healthy"], count: 50_000, max: 262_144, subjects: [["", 50_000]] },
  },
  ...(
    [
      ["runs", "=== run1 ===", "=== run2 ==="],
      ["numbers", "---- 17 ----", "---- 18 ----"],
      ["times that are counted", "### t0", "### t1"],
      ["days", "# 2024-03-05", "# 2024-03-06"],
      ["versions", "== v1.29.4 ==", "== v1.30.1 =="],
      ["tickets", "## INC0012345", "## INC0012399"],
      ["times without signs", "*** 20240305T101112Z ***", "*** 20240305T101122Z ***"],
    ] as const
  ).map(([name, before, after]) => ({
    name: `${name} above each output`,
    why: "they are no machines: it is one, twice",
    files: { "t.txt": `${before}\n${FIRST}${after}\n${SECOND}` },
    expect: ONE,
  })),
  {
    name: "answers by the time at which they were asked",
    why: "t0 and t1 are no machines, in an object as little as before a line",
    files: {
      "t.txt": `t0: ${settings(900, 65_536).split("\n")[0]}\nt1: ${settings(65_530, 65_536)}`,
    },
    expect: { state: ["critical"], count: 65_530, max: 65_536, subjects: [["", 65_530]] },
  },
];
