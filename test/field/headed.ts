import { type FieldCase, settings } from "./case.ts";

const FULL = settings(50_171, 50_176);
const CALM = settings(33, 50_176);
/** One of two machines is full. */
const TWO = {
  state: ["critical"],
  count: 50_171,
  max: 50_176,
  subjects: [
    ["pool-7", 50_171],
    ["pool-8", 33],
  ],
} as const;
const two = (name: string, why: string, body: string, file = "out.txt"): FieldCase => ({
  name,
  why,
  files: { [file]: body },
  expect: TWO,
});

/** What stands above settings, or beside them, and says whose they are. */
export const HEADED: readonly FieldCase[] = [
  two(
    "bold type alone on a line",
    "it is a heading",
    `**pool-7**\n\n${FULL}\n**pool-8**:\n\n${CALM}`,
  ),
  two(
    "an underlined name",
    "the rule below makes it a heading",
    `pool-7\n======\n${FULL}\npool-8\n------\n${CALM}`,
  ),
  two(
    "words before the name",
    "output on a machine",
    `Output on pool-7:\n\n${FULL}\nThe same on pool-8:\n\n${CALM}`,
  ),
  two(
    "a list in YAML",
    "each item begins with its host",
    "- host: pool-7\n  nf_conntrack_count: 50171\n  nf_conntrack_max: 50176\n- host: pool-8\n  nf_conntrack_count: 33\n  nf_conntrack_max: 50176\n",
  ),
  two(
    "a list in JSON under one name",
    "the two numbers of each are an object within it",
    JSON.stringify({
      nodes: [
        { name: "pool-7", conntrack: { count: 50_171, max: 50_176 } },
        { name: "pool-8", conntrack: { count: 33, max: 50_176 } },
      ],
    }),
    "nodes.json",
  ),
  two(
    "what a logger in a container prints",
    "the container's name stands before the bar",
    "pool-7  | 2024-10-04T00:00:01Z conntrack count=50171 max=50176\npool-8  | 2024-10-04T00:00:01Z conntrack count=33 max=50176\n",
  ),
  {
    name: "files that are named after the machine and the setting",
    why: "a number is what the end of the name says",
    files: {
      "pool-7.nf_conntrack_count": "50171\n",
      "pool-7.nf_conntrack_max": "50176\n",
      "pool-8.nf_conntrack_count": "33\n",
      "pool-8.nf_conntrack_max": "50176\n",
    },
    expect: TWO,
  },
  {
    name: "an event of a node as JSON",
    why: "node-problem-detector's message is of the node that the event is about",
    files: {
      "events.json": JSON.stringify({
        items: [
          {
            kind: "Event",
            involvedObject: { kind: "Node", name: "pool-7" },
            reason: "ConntrackFull",
            message: "Conntrack table usage over 90%: 50171 out of 50176",
            firstTimestamp: "2024-10-04T00:00:00Z",
            lastTimestamp: "2024-10-04T00:02:00Z",
          },
        ],
      }),
    },
    expect: { state: ["critical"], count: 50_171, subjects: [["pool-7", 50_171]] },
  },
  {
    name: "a process's namespace by a variable",
    why: "nsenter -t $PID asks another table than the machine's, which has room",
    files: {
      "ns.txt": `root@pool-7:~# nsenter -n -t $PID cat /proc/sys/net/netfilter/nf_conntrack_count
8190
root@pool-7:~# nsenter -n -t $PID cat /proc/sys/net/netfilter/nf_conntrack_max
8192
root@pool-7:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max
${CALM}`,
    },
    expect: { state: ["critical"], count: 8190, max: 8192, says: [/\b33 of 50,176/] },
  },
  ...[
    ["WhatsApp", "[04.10.24, 00:01:02] Ana: ", "[04.10.24, 00:01:09] Ana: "],
    ["IRC", "[00:01:02] <ana> ", "00:01 <@ana> "],
  ].map(([chat, before, later]) => ({
    name: `lines of ${chat}`,
    why: "who said it is no machine",
    files: {
      "chat.txt": FULL.trim()
        .split("\n")
        .map((line, at) => `${at === 0 ? before : later}${line}\n`)
        .join(""),
    },
    expect: { state: ["critical"] as const, max: 50_176, subjects: [["", 50_171]] as const },
  })),
  {
    name: "telegraf's driver",
    why: "the cloud's limit on one interface, since the driver was loaded",
    files: {
      "metrics.txt":
        "ethtool,driver=ena,host=pool-7,interface=ens6 conntrack_allowance_exceeded=4471i,pps_allowance_exceeded=0i 1728000000000000000\n",
    },
    expect: {
      state: ["unknown"],
      subjects: [["pool-7", null]],
      says: [/4,471.{0,12}ens6/],
    },
  },
];
