/**
 * The usual guide: ten commands such as articles on "nf_conntrack: table full" have one type, each read as the
 * articles read it. What a person sees beyond that, who knows the cluster, no script can.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Peer } from "./peer.ts";

interface Step {
  command: string;
  /** Where the folder has the command's output. */
  file: string;
  /** What the articles say of such an output, or null. */
  read(output: string): string | null;
}

/** More than half is what a person calls "mostly". */
const MOSTLY = 0.5;
const NEAR_FULL = 0.9;
/** Longer than the day that kube-proxy sets; the articles call the kernel's five days excessive. */
const LONG_SECONDS = 86_400;
/** Entries a bucket; the articles want four, eight at most. */
const FULL_BUCKET = 8;

const SETTINGS = "sos_commands/kernel/sysctl_-a";
const TABLE = "sos_commands/conntrack/conntrack_-L_-o_extended";

const settingOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name.replaceAll(".", "\\.")} = (\\d+)`, "m").exec(text)?.[1] ?? Number.NaN);

const counterOf = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`\\b${name}=(\\d+)`, "g"))].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );

/** The value that most rows have, where they are most of the table. */
function mostly(table: string, value: RegExp): { name: string; percent: string } | null {
  const counts = new Map<string, number>();
  const rows = table.split("\n").filter((row) => row !== "");
  for (const row of rows) {
    const name = value.exec(row)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [name, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ["", 0];
  if (count <= rows.length * MOSTLY) return null;
  return { name, percent: `${Math.round((100 * count) / rows.length)} %` };
}

/** A pair of lines of /proc/net/netstat, as `nstat` tells them. */
function netstatOf(text: string, name: string): number {
  const lines = text.split("\n");
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const place = lines[at]!.split(" ").indexOf(name);
    if (place > 0) return Number(lines[at + 1]!.split(" ")[place]);
  }
  return 0;
}

const ADVICE: Readonly<Record<string, string>> = {
  ESTABLISHED: "lower nf_conntrack_tcp_timeout_established",
  TIME_WAIT: "many short connections; lower nf_conntrack_tcp_timeout_time_wait",
  SYN_SENT: "connections that nobody answers: a firewall, a scan or a SYN flood",
  SYN_RECV: "half-open connections: a SYN flood",
  CLOSE_WAIT: "a program does not close its connections",
};

const STEPS: readonly Step[] = [
  {
    command: "dmesg | grep conntrack",
    file: "sos_commands/kernel/dmesg",
    read: (text) => /^.*conntrack: .*full.*$/m.exec(text)?.[0].replace(/^\[[ \d.]+\] /, "") ?? null,
  },
  {
    command: "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
    file: SETTINGS,
    read: (text) => {
      const [count, max] = ["count", "max"].map((name) =>
        settingOf(text, `net.netfilter.nf_conntrack_${name}`),
      ) as [number, number];
      if (!(count > NEAR_FULL * max)) return null;
      return `${count} of ${max}: the table is almost full; raise nf_conntrack_max`;
    },
  },
  {
    command: "cat /sys/module/nf_conntrack/parameters/hashsize",
    file: SETTINGS,
    read: (text) => {
      const max = settingOf(text, "net.netfilter.nf_conntrack_max");
      const buckets = settingOf(text, "net.netfilter.nf_conntrack_buckets");
      return max > FULL_BUCKET * buckets
        ? `${buckets} buckets for ${max} entries: raise hashsize`
        : null;
    },
  },
  {
    command: "conntrack -S",
    file: "sos_commands/conntrack/conntrack_-S",
    read: (text) => {
      const names = ["insert_failed", "drop", "early_drop"];
      const said = names.map((name) => [name, counterOf(text, name)] as const);
      const above = said.filter(([, value]) => value > 0);
      return above.length === 0 ? null : above.map(([name, value]) => `${name}=${value}`).join(" ");
    },
  },
  {
    command: "conntrack -L | awk '{print $6}' | sort | uniq -c | sort -rn",
    file: TABLE,
    read: (text) => {
      const state = mostly(text, /^ipv\d +\d+ tcp +\d+ \d+ ([A-Z_]+) /);
      if (state === null) return null;
      return `${state.percent} ${state.name}: ${ADVICE[state.name] ?? "an unusual state"}`;
    },
  },
  {
    command: "conntrack -L | awk '{print $1}' | sort | uniq -c",
    file: TABLE,
    read: (text) => {
      const protocol = mostly(text, /^ipv\d +\d+ (\w+) /);
      if (protocol === null || protocol.name === "tcp") return null;
      return `${protocol.percent} ${protocol.name}: lower nf_conntrack_${protocol.name}_timeout`;
    },
  },
  {
    command: "conntrack -L | grep -o 'src=[^ ]*' | sort | uniq -c | sort -rn | head",
    file: TABLE,
    read: (text) => {
      const source = mostly(text, /\bsrc=(\S+)/);
      return source && `${source.percent} from one source, ${source.name}`;
    },
  },
  {
    command: "conntrack -L | grep -o 'dport=[^ ]*' | sort | uniq -c | sort -rn | head",
    file: TABLE,
    read: (text) => {
      const port = mostly(text, /\bdport=(\d+)/);
      return port && `${port.percent} to port ${port.name}`;
    },
  },
  {
    command: "sysctl -a | grep conntrack.*timeout",
    file: SETTINGS,
    read: (text) => {
      const name = "nf_conntrack_tcp_timeout_established";
      const seconds = settingOf(text, `net.netfilter.${name}`);
      return seconds > LONG_SECONDS ? `${name} = ${seconds}: lower it` : null;
    },
  },
  {
    command: "nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDoCookies",
    file: "proc/net/netstat",
    read: (text) => {
      const names = ["ListenOverflows", "ListenDrops", "TCPReqQFullDoCookies"];
      const above = names.filter((name) => netstatOf(text, name) > 0);
      return above.length === 0
        ? null
        : above.map((name) => `${name} ${netstatOf(text, name)}`).join(", ");
    },
  },
];

export const GUIDE_COMMANDS: readonly string[] = STEPS.map(({ command }) => command);

export const guide: Peer = {
  id: "the usual guide",
  version: `${STEPS.length} commands`,
  madeFor:
    "a person at a node whose log says that the table is full: such commands as articles have one type",
  more: "needs nothing, and the person who types may know the cluster",
  input:
    "the folder's outputs of these commands, read by a strict script: what more than half of the rows have in common, what is above nine tenths of the limit, what counters say",
  prepare: () => null,
  ask: ({ path }) => {
    const started = performance.now();
    const lines = STEPS.flatMap(({ file, read }) => {
      const whole = join(path, file);
      return existsSync(whole) ? (read(readFileSync(whole, "utf8")) ?? []) : [];
    });
    return { lines, seconds: (performance.now() - started) / 1000 };
  },
};
