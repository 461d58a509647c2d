import { type FieldCase, settings } from "./case.ts";

const NEARLY = { state: ["critical"], count: 65_530, max: 65_536 } as const;

/** Values that were cut off, and what people say of a table later. */
export const SAID: readonly FieldCase[] = [
  {
    name: "a text that ends within the limit",
    why: "of 655 digits are missing: no limit is a hundredth of the count; a lowered one stands on a whole line",
    files: {
      "sysctl.txt":
        "net.netfilter.nf_conntrack_count = 65412\nnet.netfilter.nf_conntrack_max = 655",
    },
    expect: { state: ["unknown"], count: 65_412, says: [/limit is missing/, /within the limit/] },
  },
  {
    name: "a scrape that ends within the limit",
    why: "likewise",
    files: {
      "node.prom": "node_nf_conntrack_entries 65412\nnode_nf_conntrack_entries_limit 65",
    },
    expect: { state: ["unknown"], count: 65_412, says: [/limit is missing/] },
  },
  {
    name: "a limit below the count that another machine has",
    why: "the last line has no end, and is whole",
    files: {
      "all.txt":
        "n-1: net.netfilter.nf_conntrack_count = 65412\nn-1: net.netfilter.nf_conntrack_max = 65536\nn-2: net.netfilter.nf_conntrack_count = 40\nn-2: net.netfilter.nf_conntrack_max = 4096",
    },
    expect: {
      ...NEARLY,
      count: 65_412,
      subjects: [
        ["n-1", 65_412],
        ["n-2", 40],
      ],
      silent: [/within the limit/, /limit unknown/],
    },
  },
  {
    name: "what a chat says of the table later",
    why: "the limit was raised, and the new count is below it; before, the table was full",
    files: {
      "chat.txt":
        "[10:14] anna: net.netfilter.nf_conntrack_count = 65530\n[10:14] anna: net.netfilter.nf_conntrack_max = 65536\n[10:20] bob: raised max to 524288\n[10:22] anna: count is 81,122 now\n",
    },
    expect: {
      state: ["healthy"],
      count: 81_122,
      max: 524_288,
      says: [/raised to 524,288, the table held 65,530 entries under a limit of 65,536/],
    },
  },
  {
    name: "what a chat says below a session",
    why: "the prompt names the machine, whose limit was raised after the count",
    files: {
      "chat.txt": `root@node-3:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(131_002, 131_072)}\nraised max to 524288\n`,
    },
    expect: {
      state: ["critical"],
      count: 131_002,
      max: 131_072,
      says: [/524,288, of which 131,002 entries are 25 %/],
    },
  },
  {
    name: "what a chat asks for, or guesses",
    why: "nobody says that it was done, nor of which table, nor a number that is a count",
    files: {
      "chat.txt":
        "[10:14] anna: net.netfilter.nf_conntrack_count = 65530\n[10:14] anna: net.netfilter.nf_conntrack_max = 65536\n[10:20] bob: set max to 524288\n[10:21] bob: should we have raised max to 524288?\n[10:22] anna: the pod count is 811 now\n",
    },
    expect: { ...NEARLY, says: [/3 of 5 lines/] },
  },
  {
    name: "what a chat says of one of two tables",
    why: "it does not say of which",
    files: {
      "chat.txt":
        "n-1: net.netfilter.nf_conntrack_count = 65530\nn-1: net.netfilter.nf_conntrack_max = 65536\nn-2: net.netfilter.nf_conntrack_count = 40\nn-2: net.netfilter.nf_conntrack_max = 65536\ncount is 811 now\n",
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["n-1", 65_530],
        ["n-2", 40],
      ],
    },
  },
  {
    name: "a limit that is set to none",
    why: "it is there, and stands for none: nothing is missing",
    files: {
      "sysctl.txt": "net.netfilter.nf_conntrack_count = 900\nnet.netfilter.nf_conntrack_max = 0\n",
    },
    expect: {
      state: ["unknown"],
      count: 900,
      says: [/as its limit is 0/, /means that there is no limit/],
      silent: [/limit is missing/],
    },
  },
  {
    name: "a table of machines in a file that is called after it",
    why: "the head says count and max, the file's name of what",
    files: { "conntrack-usage.csv": "node,count,max\nn-2,900,65536\nn-1,65530,65536\n" },
    expect: {
      ...NEARLY,
      subjects: [
        ["n-1", 65_530],
        ["n-2", 900],
      ],
    },
  },
  ...[
    "dmesg | grep -c 'table full'",
    "grep -c 'dropping packet' /var/log/kern.log",
    "journalctl -k | grep 'table full' | wc -l",
  ].map((command) => ({
    name: `how often a log has the message: ${command}`,
    why: "412 times it was full; it has room now",
    files: {
      "ticket.txt": `w-1:~# ${command}\n412\nw-1:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(4000, 65_536)}`,
    },
    expect: { state: ["recovered"] as const, count: 4000, says: [/412 messages “table full”/] },
  })),
  {
    name: "a log that has the message never",
    why: "the log may have gone round since: it is no proof",
    files: {
      "ticket.txt": `# dmesg | grep -c 'table full'\n0\n${settings(4000, 65_536)}`,
    },
    expect: { state: ["healthy"], silent: [/0 messages/, /never called the table full/] },
  },
  {
    name: "how many lines have no such message",
    why: "-v counts the others",
    files: {
      "ticket.txt": `# dmesg | grep -vc 'table full'\n412\n${settings(4000, 65_536)}`,
    },
    expect: { state: ["healthy"], silent: [/412 messages/] },
  },
];
