import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What one run of a program cost. */
interface Cost {
  /** Seconds from its start to its end. */
  wall: number;
  /** Seconds of user and system time, of all its processes; null without GNU time. */
  cpu: number | null;
  /** Largest resident set of any one of its processes, in MiB; null without GNU time. */
  peak: number | null;
}

/** All runs of one program. */
export interface Costs {
  wall: number[];
  cpu: number[];
  peak: number[];
}

/** A program to measure. */
export interface Contestant {
  id: string;
  argv: readonly string[];
}

/** Where a command is, or null. */
export function findCommand(command: string): string | null {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

/** GNU time, which alone can tell the peak of a child's memory; the shell's own `time` cannot. */
export const GNU_TIME = process.platform === "linux" ? findCommand("time") : null;

/**
 * Runs the programs in turn, `rounds` times each, so that whatever else the machine does meets all of
 * them alike. Answers the costs by id.
 *
 * @throws Error when one of them fails: its time would mean nothing
 */
export async function measure(
  contestants: readonly Contestant[],
  rounds: number,
  scratch: string,
): Promise<Map<string, Costs>> {
  const costs = new Map<string, Costs>();
  for (const { id } of contestants) costs.set(id, { wall: [], cpu: [], peak: [] });
  for (let round = 0; round < rounds; round++)
    for (const { id, argv } of contestants) {
      const { wall, cpu, peak } = await runOnce(argv, join(scratch, "cost"));
      const all = costs.get(id)!;
      all.wall.push(wall);
      if (cpu !== null) all.cpu.push(cpu);
      if (peak !== null) all.peak.push(peak);
    }
  return costs;
}

async function runOnce(argv: readonly string[], note: string): Promise<Cost> {
  const timed = GNU_TIME === null ? argv : [GNU_TIME, "-f", "%U %S %M", "-o", note, ...argv];
  const started = process.hrtime.bigint();
  const child = spawn(timed[0]!, timed.slice(1), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}: ${said.trim()}`);
  if (GNU_TIME === null) return { wall, cpu: null, peak: null };
  const [user, system, kilobytes] = readFileSync(note, "utf8").trim().split(" ").map(Number);
  return { wall, cpu: user! + system!, peak: kilobytes! / 1024 };
}
