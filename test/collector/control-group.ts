/** A control group with a limit, of either version. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

type Kind = "pids" | "memory";
const FILES: Readonly<Record<Kind, { v1: string; v2: string }>> = {
  pids: { v1: "pids.max", v2: "pids.max" },
  memory: { v1: "memory.limit_in_bytes", v2: "memory.max" },
};

let made = 0;

/** Why no limit of a kind can be set here, or null. */
export function cannotLimit(kind: Kind): string | null {
  try {
    rmdirSync(make(kind, 2 ** 20));
    return null;
  } catch (error) {
    return `needs a control group of its own: ${(error as Error).message}`;
  }
}

/** The most memory that a group held at a time, files that it wrote and read among it. */
export const peakOf = (group: string): number => {
  const names = ["memory.max_usage_in_bytes", "memory.peak"].map((name) => join(group, name));
  return Number(readFileSync(names.find((name) => existsSync(name))!, "utf8"));
};

/** Does `work`, whose processes are under the limit once they have run the words that it is given. */
export async function inGroup<T>(
  kind: Kind,
  limit: number,
  work: (into: string, group: string) => Promise<T>,
): Promise<T> {
  const group = make(kind, limit);
  try {
    return await work(`echo $$ >${group}/cgroup.procs`, group);
  } finally {
    await remove(group);
  }
}

function make(kind: Kind, limit: number): string {
  const isFirst = existsSync(join(ROOT, kind));
  const group = join(ROOT, isFirst ? kind : "", `conntriage-test-${process.pid}-${++made}`);
  if (!isFirst) writeFileSync(join(ROOT, "cgroup.subtree_control"), `+${kind}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, FILES[kind][isFirst ? "v1" : "v2"]), String(limit));
  } catch (error) {
    rmdirSync(group);
    throw error;
  }
  return group;
}

/** The kernel takes a moment to know that the last process has ended. */
async function remove(group: string): Promise<void> {
  for (let trial = 0; trial < 50; trial++) {
    try {
      return rmdirSync(group);
    } catch {
      await pause(100);
    }
  }
  throw new Error(`${group} still has ${readFileSync(join(group, "cgroup.procs"), "utf8")}`);
}
