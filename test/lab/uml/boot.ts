/**
 * One group of cases in a user-mode Linux of its own: a kernel that is an ordinary process, needs no root,
 * sees the machine's files without being able to change them, and has every global value for itself.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";
import type { Capture } from "../capture-group.ts";
import type { Group } from "../cases.ts";
import { atExit } from "../cleanup.ts";
import type { Shape } from "../scenarios/scenario.ts";
import { onceIdle, type Stall } from "./stall.ts";

const INIT = fileURLToPath(new URL("init.sh", import.meta.url));

/** The longest that a group takes on a busy machine; what runs inside is ended then. */
const LONGEST_SECONDS = 420;

/** In which a kernel that is told to halt has done so. */
const HALT_SECONDS = 30;

/** One that neither halts nor works hangs: after so long, or once its captures are written after what a halt takes. */
const STALL: Stall = { seconds: 60, haltSeconds: HALT_SECONDS, lookSeconds: 10 };

const MEMORY_MB = 1500;

/** What user-mode Linux keeps its memory in, unless told otherwise; small in many containers. */
const SHARED_MEMORY = "/dev/shm";

/** A group as it is told to the process inside. */
export type WrittenGroup = Omit<Group, "cases"> & {
  readonly cases: readonly { readonly id: string; readonly shape: Shape }[];
};

/**
 * Captures a group's cases into `folder`, which is the caller's to remove; `code` is the compiled lab. All
 * of that kernel stays on one processor: it is two processes in turn, which is half as fast across two.
 */
export async function captureInUml(
  group: Group,
  folder: string,
  code: string,
  processor: number,
): Promise<Capture[]> {
  const cases = group.cases.map(({ scenario, shape }) => ({ id: scenario.id, shape }));
  writeFileSync(join(folder, "group.json"), JSON.stringify({ ...group, cases }));
  const captures = join(folder, "captures.json");
  const status = await boot(folder, code, processor, LONGEST_SECONDS, { result: captures });
  if (existsSync(captures)) return JSON.parse(readFileSync(captures, "utf8")) as Capture[];
  const log = join(folder, "log");
  const said = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").slice(-3) : [];
  const error = `user-mode Linux ended with ${status}: ${said.join(" / ") || "it said nothing"}`;
  return group.cases.map(() => ({ bundle: "", told: "not captured", error }));
}

/** The processors that this process may run on. */
export function processors(): number[] {
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync("/proc/self/status", "utf8"))![1]!;
  return list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
}

interface More {
  /** A file that is its disk. */
  readonly disk?: string;
  /** Its first process. */
  readonly init?: string;
  /** When it is killed, as by a loss of power; without, it halts by itself. */
  readonly lost?: Promise<void>;
  /** The file that it writes last; where there is one, a kernel that hangs is killed early. */
  readonly result?: string;
}

/** Boots, waits until the kernel has halted, and gives its exit status. */
export function boot(
  folder: string,
  code: string,
  processor: number,
  seconds = LONGEST_SECONDS,
  more: More = {},
): Promise<number | null> {
  mkdirSync(join(folder, "uml"), { recursive: true });
  const options = [
    ...["root=/dev/root", "rootfstype=hostfs", "hostfs=/", "ro", `mem=${MEMORY_MB}M`],
    ...[
      "con=null",
      "con0=fd:0,fd:1",
      "quiet",
      `uml_dir=${join(folder, "uml")}`,
      `init=${more.init ?? INIT}`,
    ],
    ...[`LAB_OUT=${folder}`, `LAB_CODE=${code}`, `LAB_NODE=${process.execPath}`],
    `LAB_SECONDS=${seconds}`, // for itself, should this process be killed outright
    ...(more.disk === undefined ? [] : [`ubd0=${more.disk}`]),
  ];
  const pinned = ["--cpu-list", String(processor), findCommand(["linux.uml"])!];
  const child = spawn("taskset", [...pinned, ...options], {
    stdio: "ignore",
    detached: true, // all processes of that kernel are in one group, which is killed as one
    env: { PATH: process.env["PATH"], HOME: folder, ...memoryFolder(folder) },
  });
  const end = atExit(() => killGroup(child.pid!));
  const late = setTimeout(end, (seconds + HALT_SECONDS) * 1000);
  const stalled =
    more.result === undefined ? undefined : onceIdle(child.pid!, more.result, end, STALL);
  more.lost?.then(end);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => {
      clearTimeout(late);
      clearInterval(stalled);
      end();
      resolve(status);
    });
  });
}

function memoryFolder(folder: string): { TMPDIR?: string } {
  const { bavail, bsize } = existsSync(SHARED_MEMORY)
    ? statfsSync(SHARED_MEMORY)
    : { bavail: 0, bsize: 0 };
  return bavail * bsize > 2 * MEMORY_MB * 2 ** 20 ? {} : { TMPDIR: folder };
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // all of it has ended
  }
}
