/** What a group of processes took: processor time and memory. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";
/** Where groups are made that count processor time. */
export const CPU = existsSync(join(ROOT, "cpuacct")) ? join(ROOT, "cpuacct") : ROOT;

export const cpuSeconds = (group: string): number =>
  existsSync(join(group, "cpuacct.usage"))
    ? Number(readFileSync(join(group, "cpuacct.usage"), "utf8")) / 1e9
    : Number(/usage_usec (\d+)/.exec(readFileSync(join(group, "cpu.stat"), "utf8"))![1]) / 1e6;

/** PSS of all processes together, in kB. */
export function pss(group: string): number {
  const pids = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
  return pids.reduce((sum, pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      return sum + Number(/^Pss: +(\d+)/m.exec(text)![1]);
    } catch {
      return sum; // it has just ended
    }
  }, 0);
}

export const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
