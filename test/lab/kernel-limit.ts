/**
 * The one owner of the kernel's global settings.
 *
 * `nf_conntrack_max`, the number of buckets and the length of a processor's input queue hold for
 * every namespace and can be written in the first one only. The lab changes them for a while. The
 * original values are put back when the work ends, when this process ends in any way that it can
 * notice, and else by the next lab that starts: until they are back they stand in a file, which is
 * also the lock between two labs.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { atExit } from "./cleanup.ts";
import { sleep } from "./shell.ts";

const MAX = "/proc/sys/net/netfilter/nf_conntrack_max";
const BUCKETS = "/sys/module/nf_conntrack/parameters/hashsize";
const BACKLOG = "/proc/sys/net/core/netdev_max_backlog";

/** Three namespaces a node hand their packets to the same two processors: no cause of ours. */
const LAB_BACKLOG = 20_000;

/** One for the machine, whatever TMPDIR says. */
const RECORD = "/run/conntriage-lab-kernel-limit.json";

/** How long a lab waits for another one to give the limit back. */
const PATIENCE_MS = 900_000;

interface Holding {
  readonly owner: string;
  /** Absent while the owner has not changed anything. */
  readonly max?: number;
  readonly buckets?: number;
  readonly backlog?: number;
}

/**
 * Runs `work` while the table of every namespace holds at most `limit` entries. The work can change
 * that limit again.
 *
 * Unless told otherwise the buckets become as many as the limit, the proportion of a stock kernel
 * since 5.15. With the machine's own 262144 buckets and a few thousand entries an early drop, which
 * looks at eight buckets, would hardly ever find a victim, whereas on a real node it mostly does.
 */
export async function withKernelLimit<T>(
  limit: number,
  work: (change: (limit: number) => void) => Promise<T>,
  buckets = limit,
): Promise<T> {
  const original = await acquire();
  const restore = atExit(() => giveBack(original));
  try {
    writeFileSync(BUCKETS, String(buckets));
    writeFileSync(MAX, String(limit));
    writeFileSync(BACKLOG, String(LAB_BACKLOG));
    return await work((other) => writeFileSync(MAX, String(other)));
  } finally {
    restore();
  }
}

/** Changes the limit within the work of {@link withKernelLimit}, which puts the original one back. */
export function setKernelLimit(limit: number): void {
  if (holding()?.owner !== identity(process.pid)) throw new Error("this lab holds no limit");
  writeFileSync(MAX, String(limit));
}

/** Does `work` while no lab changes anything. */
export async function atRest<T>(work: () => T): Promise<T> {
  const original = await acquire();
  const restore = atExit(() => giveBack(original));
  try {
    return work();
  } finally {
    restore();
  }
}

async function acquire(): Promise<Holding> {
  const deadline = Date.now() + PATIENCE_MS;
  const owner = identity(process.pid)!;
  for (;;) {
    try {
      writeFileSync(RECORD, JSON.stringify({ owner }), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const other = holding();
    if (other && identity(Number.parseInt(other.owner, 10)) !== other.owner) giveBack(other);
    else if (Date.now() > deadline) throw new Error(`another lab holds ${RECORD}`);
    else await sleep(500);
  }
  // Read only now: before, the values may have been those of the lab that has just ended.
  const original = { owner, max: read(MAX), buckets: read(BUCKETS), backlog: read(BACKLOG) };
  writeFileSync(RECORD, JSON.stringify(original));
  return original;
}

function holding(): Holding | undefined {
  try {
    return JSON.parse(readFileSync(RECORD, "utf8")) as Holding;
  } catch {
    return undefined; // given back, or being written, at this very moment
  }
}

function giveBack({ max, buckets, backlog }: Holding): void {
  if (max !== undefined) writeFileSync(MAX, String(max));
  if (buckets !== undefined) writeFileSync(BUCKETS, String(buckets));
  if (backlog !== undefined) writeFileSync(BACKLOG, String(backlog));
  rmSync(RECORD, { force: true });
}

/** A process by number and start, because numbers are used again; undefined when it is gone. */
function identity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid}:${stat.slice(stat.lastIndexOf(")")).split(" ")[20]}`;
  } catch {
    return undefined;
  }
}

const read = (path: string): number => Number(readFileSync(path, "utf8"));
