/** The kernel's own figures of one namespace's table: the proof that a scenario is what it says. */
import { runIn } from "./shell.ts";

/** What is told when it rises; counters since the namespace was made, summed over the processors. */
const CONNTRACK = ["drop", "early_drop", "insert_failed", "chainlength"] as const;

/** The same of /proc/net/netstat and /proc/net/snmp, by their prefixes. */
const NETSTAT = [
  ["TcpExt:", "ListenOverflows"],
  ["TcpExt:", "TCPReqQFullDoCookies"],
  ["TcpExt:", "TCPReqQFullDrop"],
  ["TcpExt:", "TCPTimeWaitOverflow"],
  ["TcpExt:", "IPReversePathFilter"],
  ["Ip:", "FragFails"],
] as const;

export interface Picture {
  readonly count: number;
  readonly max: number;
  readonly counters: Readonly<Record<string, number>>;
}

const FILES = [
  "/proc/sys/net/netfilter/nf_conntrack_count",
  "/proc/sys/net/netfilter/nf_conntrack_max",
  "/proc/net/netstat",
  "/proc/net/snmp",
  "/proc/net/stat/nf_conntrack",
];

/** Cheap: reads counters and never the table, and all of them by one process. */
export function pictureOf(namespace: string): Picture {
  const text = runIn(namespace, "cat", ...FILES);
  const [count, max, ...rest] = text.split("\n");
  const network = rest.join("\n");
  const stat = network.slice(network.search(/^entries /m));
  return {
    count: Number(count),
    max: Number(max),
    counters: Object.fromEntries([
      ...CONNTRACK.map((name) => [name, total(stat, name)]),
      ...NETSTAT.map(([prefix, name]) => [name, netstat(network, prefix, name)]),
    ]),
  };
}

function total(text: string, name: string): number {
  const [header = "", ...rows] = text.trim().split("\n");
  const column = header.trim().split(/\s+/).indexOf(name);
  return rows.reduce((sum, row) => sum + Number.parseInt(row.split(/\s+/)[column]!, 16), 0);
}

function netstat(text: string, prefix: string, name: string): number {
  const [names = "", values = ""] = text.split("\n").filter((line) => line.startsWith(prefix));
  return Number(values.split(" ")[names.split(" ").indexOf(name)]);
}

/** Entries by protocol, state and mark, such as `tcp SYN_SENT [UNREPLIED]`, the largest first. */
export function entriesByState(namespace: string): [state: string, entries: number][] {
  const sums = new Map<string, number>();
  for (const row of runIn(namespace, "conntrack", "-L").split("\n")) {
    const fields = row.split(/\s+/);
    if (fields.length < 5) continue;
    const state = fields[0] === "tcp" ? ` ${fields[3]}` : "";
    const key = `${fields[0]}${state}${row.includes("[UNREPLIED]") ? " [UNREPLIED]" : ""}`;
    sums.set(key, (sums.get(key) ?? 0) + 1);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}
