/** The kernel's own figures of one namespace's table: the proof that a scenario is what it says. */
import { runIn } from "./shell.ts";

/** Counters since the namespace was made, summed over the processors. */
interface Counters {
  readonly drop: number;
  readonly early_drop: number;
  readonly insert_failed: number;
}

export interface Picture extends Counters {
  readonly count: number;
  readonly max: number;
  /** `ListenOverflows` of TcpExt. */
  readonly listenOverflows: number;
}

/** Cheap: reads counters and never the table. */
export function pictureOf(namespace: string): Picture {
  const read = (path: string): string => runIn(namespace, "cat", path);
  const sysctls = "/proc/sys/net/netfilter/nf_conntrack";
  return {
    count: Number(read(`${sysctls}_count`)),
    max: Number(read(`${sysctls}_max`)),
    ...counters(read("/proc/net/stat/nf_conntrack")),
    listenOverflows: netstat(read("/proc/net/netstat"), "TcpExt:", "ListenOverflows"),
  };
}

function counters(text: string): Counters {
  const [header = "", ...rows] = text.trim().split("\n");
  const names = header.trim().split(/\s+/);
  const total = (name: string): number => {
    const column = names.indexOf(name);
    return rows.reduce((sum, row) => sum + Number.parseInt(row.split(/\s+/)[column]!, 16), 0);
  };
  return {
    drop: total("drop"),
    early_drop: total("early_drop"),
    insert_failed: total("insert_failed"),
  };
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
