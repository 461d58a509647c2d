import { type FieldCase, settings } from "./case.ts";

const limit = (max: number): string => `net.netfilter.nf_conntrack_max = ${max}\n`;
const BOTH = [/65,?536/, /262,?144/];

/** Values that do not agree, and nothing that tells which of them is the later one. */
export const DISAGREEMENTS: readonly FieldCase[] = [
  {
    name: "another limit in another file",
    why: "a count and a limit that stand together are of one moment; when the other limit was, nobody knows",
    files: { "a.txt": settings(65_530, 65_536), "b.txt": limit(262_144) },
    expect: { state: ["critical"], count: 65_530, max: 65_536, says: BOTH },
  },
  {
    name: "two counts under two limits",
    why: "neither file is the later one: in one of them the table is full, and 70,000 are no use of 65,536",
    files: { "a.txt": settings(65_530, 65_536), "b.txt": settings(70_000, 262_144) },
    expect: { state: ["critical"], count: 65_530, max: 65_536, says: BOTH, silent: [/10[1-9] ?%/] },
  },
  {
    name: "a count and two limits, a file each",
    why: "which of the limits is in force cannot be known, so that the state is not",
    files: {
      "a.txt": limit(65_536),
      "b.txt": limit(262_144),
      "c.txt": "net.netfilter.nf_conntrack_count = 65530\n",
    },
    expect: { state: ["unknown"], count: 65_530, says: BOTH },
  },
];
