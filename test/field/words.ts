import { type FieldCase, NOTHING, settings } from "./case.ts";

const NEARLY = { state: ["critical"], count: 65_530, max: 65_536 } as const;
const deleted = (port: number): string =>
  `udp      17 19 src=10.244.1.40 dst=10.96.0.10 sport=${port} dport=53 [UNREPLIED] src=10.244.2.19 dst=10.244.1.40 sport=53 dport=${port} mark=0 use=1\n`;
const GONE = "conntrack v1.4.6 (conntrack-tools): 2 flow entries have been deleted.";

/** What the words around values say: which value, when, and that entries are gone. */
export const WORDS: readonly FieldCase[] = [
  {
    name: "a name above each value",
    why: "as a loop over files prints them, or a person writes a heading",
    files: {
      "t.md":
        "nf_conntrack_count:\n65530\n\n**nf_conntrack_max**\n\n```\n65536\n```\nConntrack buckets:\n 16384\n",
    },
    expect: { ...NEARLY, silent: [/not understood/i] },
  },
  {
    name: "values in a sentence",
    why: "both are named, and said to hold now",
    files: { "t.txt": "The param nf_conntrack_max is 65,536. The count is 65,530.\n" },
    expect: NEARLY,
  },
  {
    name: "so many of so many entries",
    why: "a person tells of a node",
    files: { "t.txt": "we are at 65530 of 65536 conntrack entries on node-4 (99.9 %)\n" },
    expect: { ...NEARLY, subjects: [["node-4", 65_530]] },
  },
  ...[
    "the conntrack limit is 131072 on all other nodes, here it is 65536",
    "we could raise it, the conntrack limit is 65536 by default",
    "conntrack count is 65536k",
    "page me when conntrack count: 60000",
    "conntrack count at 65536 last night",
  ].map(
    (line): FieldCase => ({
      name: `a sentence that tells no value of now: ${line}`,
      why: "another machine's, a default, a unit, a threshold, the past",
      files: { "t.txt": `${line}\nnet.netfilter.nf_conntrack_buckets = 16384\n` },
      expect: {
        noCause: NOTHING,
        state: ["unknown"],
        silent: [/(?:65,536|131,072|60,000) entries/],
      },
    }),
  ),
  ...[
    ["**After the restart:**", "**Before the restart:**"],
    ["`sysctl -a` AFTER", "`sysctl -a` BEFORE"],
    ["now:", "yesterday:"],
    ["=== after ===", "=== before ==="],
    ["### Output now (healthy again)", "### Output during the incident"],
  ].map(
    ([later, earlier]): FieldCase => ({
      name: `the later sample stands first: ${later}`,
      why: "its heading says that it was taken after the other",
      files: {
        "t.md": `${later}\n${settings(4311, 65_536)}\n${earlier}\n${settings(65_530, 65_536)}`,
      },
      expect: { state: ["critical"], count: 4311, max: 65_536 },
    }),
  ),
  {
    name: "a log whose first line lost its date",
    why: "seconds since boot and a date are two clocks, and make no span",
    files: {
      "t.md":
        "obs kernel: [38775494.392631] nf_conntrack: table full, dropping packet\nFeb 23 16:44:36 jobs kernel: [38775494.494836] nf_conntrack: table full, dropping packet\n",
    },
    expect: { state: ["unknown"], says: [/2 messages/, /the last one at Feb 23 16:44:36/] },
  },
  {
    name: "settings that somebody suggests",
    why: "advice is no value in effect",
    files: {
      "t.md": `I suggest to set:\n\n\`\`\`\n${settings(1, 1_048_576).split("\n")[1]}\n\`\`\`\n\nWe have now:\n\n\`\`\`\nnet.netfilter.nf_conntrack_buckets = 16384\n\`\`\`\n`,
    },
    expect: { state: ["unknown"], says: [/1,048,576 asked for/] },
  },
  {
    name: "settings that somebody asks to look at",
    why: "they are those of the machine, whatever stands politely above",
    files: { "t.md": `Could you please check these values:\n\n${settings(65_530, 65_536)}` },
    expect: NEARLY,
  },
  {
    name: "rows below the number of those that were deleted",
    why: "standard error comes first in a copy of both; what is gone is no entry, and fills no table",
    files: { "t.txt": `${GONE}\n${deleted(40_001)}${deleted(40_002)}nf_conntrack_max = 2000\n` },
    expect: {
      noCause: NOTHING,
      state: ["unknown"],
      says: [/deleted or changed/],
      silent: [/at least 2/],
    },
  },
  {
    name: "what kube-proxy deleted, in its log",
    why: "its message has the tool's output in it",
    files: {
      "t.log": `I0625 13:13:20.361710       1 conntrack.go:71] "Conntrack entries deleted" output=<\n\t${GONE}\n\t${deleted(40_001)}\t${deleted(40_002)} >\n`,
    },
    expect: {
      noCause: NOTHING,
      state: ["unknown"],
      says: [/deleted or changed/],
      silent: [/at least 2/],
    },
  },
];
