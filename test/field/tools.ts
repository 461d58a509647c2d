import type { FieldCase } from "./case.ts";

const COUNT = "/proc/sys/net/netfilter/nf_conntrack_count";
const MAX = "/proc/sys/net/netfilter/nf_conntrack_max";
const ITEM = (path: string): string => `vfs.file.contents[${path}]`;

/** One of two machines is full. */
const TWO = {
  state: ["critical"],
  max: 40_960,
  subjects: [
    ["mx-1", 40_955],
    ["mx-2", 61],
  ],
} as const;
const ONE = { state: ["critical"], count: 40_955, max: 40_960 } as const;

/** A form of two machines' settings, as a tool prints or keeps it. */
const two = (name: string, why: string, body: string, file = "out.txt"): FieldCase => ({
  name,
  why,
  files: { [file]: body },
  expect: TWO,
});
const one = (name: string, why: string, body: string, file = "out.txt"): FieldCase => ({
  name,
  why,
  files: { [file]: body },
  expect: ONE,
});

/** What tools that run commands on many machines, monitors and people make of two numbers. */
export const TOOLS: readonly FieldCase[] = [
  two(
    "Salt's settings",
    "a machine, below it each name, and below that its value",
    ["mx-1:\n    ----------\n", "mx-2:\n    ----------\n"]
      .map(
        (head, at) =>
          `${head}    net.netfilter.nf_conntrack_count:\n        ${at === 0 ? 40_955 : 61}\n    net.netfilter.nf_conntrack_max:\n        40960\n`,
      )
      .join(""),
  ),
  two(
    "ansible -o",
    "a line a machine, in which \\n parts what it printed",
    "mx-1 | CHANGED | rc=0 | (stdout) net.netfilter.nf_conntrack_count = 40955\\nnet.netfilter.nf_conntrack_max = 40960\nmx-2 | CHANGED | rc=0 | (stdout) net.netfilter.nf_conntrack_count = 61\\nnet.netfilter.nf_conntrack_max = 40960\n",
  ),
  two(
    "a script's machine in brackets",
    "it stands before the prompt as well",
    `${["mx-1", "mx-2"].map((host, at) => `[${host}] $ sysctl net.netfilter\n[${host}] net.netfilter.nf_conntrack_count = ${at === 0 ? 40_955 : 61}\n[${host}] net.netfilter.nf_conntrack_max = 40960\n`).join("")}`,
  ),
  two(
    "a runner's records",
    "each has its node, its command and what that printed",
    JSON.stringify(
      ["mx-1", "mx-2"].flatMap((node, at) => [
        { node, command: `cat ${COUNT}`, stdout: `${at === 0 ? 40_955 : 61}\n`, rc: 0 },
        { node, command: `cat ${MAX}`, stdout: "40960\n", rc: 0 },
      ]),
    ),
    "run.json",
  ),
  two(
    "a chat in bold and fixed type",
    "the node is bold, the use stands between backticks",
    "*mx-1* conntrack: `40955/40960`\n*mx-2* conntrack: `61/40960`\n",
  ),
  two(
    "German columns",
    "Knoten is the machine, a dot parts thousands, a semicolon cells",
    "Knoten;nf_conntrack_count;nf_conntrack_max\nmx-1;40.955;40.960\nmx-2;61;40.960\n",
    "knoten.csv",
  ),
  two(
    "what Zabbix's sender takes",
    "the machine, the item and its value",
    `mx-1 ${ITEM(COUNT)} 40955\nmx-1 ${ITEM(MAX)} 40960\nmx-2 ${ITEM(COUNT)} 61\nmx-2 ${ITEM(MAX)} 40960\n`,
  ),
  one(
    "zabbix_agentd -t",
    "the item, and its value behind its type",
    `${ITEM(COUNT)} [s|40955]\n${ITEM(MAX)} [s|40960]\n`,
  ),
  one(
    "zabbix_get without a prompt",
    "the command stands alone above its answer",
    `zabbix_get -s mx-1 -k '${ITEM(COUNT)}'\n40955\nzabbix_get -s mx-1 -k '${ITEM(MAX)}'\n40960\n`,
  ),
  one(
    "OpenTelemetry's metrics as JSON",
    "system.network.conntrack of the resource's host",
    JSON.stringify({
      resourceMetrics: [
        {
          resource: { attributes: [{ key: "host.name", value: { stringValue: "mx-1" } }] },
          scopeMetrics: [
            {
              metrics: [
                {
                  name: "system.network.conntrack.count",
                  gauge: { dataPoints: [{ asInt: "40955", timeUnixNano: "1728000000000000000" }] },
                },
                {
                  name: "system.network.conntrack.max",
                  gauge: { dataPoints: [{ asInt: "40960", timeUnixNano: "1728000000000000000" }] },
                },
              ],
            },
          ],
        },
      ],
    }),
    "otel.json",
  ),
  one(
    "a host and its settings within an object",
    "facts of an inventory",
    JSON.stringify({
      hostname: "mx-1",
      sysctl: { net: { netfilter: { nf_conntrack_count: 40_955, nf_conntrack_max: 40_960 } } },
    }),
    "facts.json",
  ),
];
