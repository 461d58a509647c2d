/** Runs that a signal ends: what each leaves behind. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { COLLECTOR } from "./collecting.ts";

export const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;
export type Signal = keyof typeof SIGNALS;

export interface Ending {
  shell: string;
  signal: Signal;
  /** Milliseconds after the start. */
  after: number;
  /** To it alone, to its children, too, as by a terminal, or as the kernel does when the reader goes away. */
  way: "alone" | "to all" | "by the reader";
  /** Into a file, or to standard output. */
  output: "bundle.tgz" | "-";
}

/** What is wrong about how it ended, and whether that was before its own end. */
export interface Ended {
  faults: string[];
  isEarly: boolean;
}

/** The processes of a session, by the sixth field of /proc/PID/stat (after the command's name). */
function processesOf(session: number): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[3] === String(session) && fields[0] !== "Z";
    } catch {
      return false; // no process, or one that has just ended
    }
  });
}

/** Those that have not ended soon after: what a signal to all of them ends is nobody's to wait for. */
async function processesLeft(session: number): Promise<string[]> {
  for (let trial = 0; trial < 20; trial++) {
    if (processesOf(session).length === 0) return [];
    await pause(25);
  }
  return processesOf(session);
}

/** Collects for a second below `folder`, is ended by the signal, and looks for what is left. */
export async function end(ending: Ending, folder: string): Promise<Ended> {
  const { shell, signal, after, way, output } = ending;
  const home = mkdtempSync(join(folder, "ended-"));
  const args = [...shell.split(" "), COLLECTOR, "-q", "--duration", "1", "-o", output];
  const child = spawn(args[0]!, args.slice(1), {
    cwd: home,
    env: { PATH: process.env["PATH"], TMPDIR: home },
    detached: true, // a session of its own
    stdio: ["ignore", "pipe", "pipe"],
  });
  const blocks: Buffer[] = [];
  child.stdout.on("data", (block: Buffer) => blocks.push(block));
  let said = "";
  child.stderr.on("data", (block: Buffer) => {
    said += block.toString();
  });
  const [exited, closed] = ["exit", "close"].map(
    (event) => new Promise<number | null>((resolve) => child.on(event, resolve)),
  );
  const codes: unknown[] = [0, SIGNALS[signal], ...(way === "by the reader" ? [1] : [])];
  const over = new AbortController();
  const sent = pause(after, null, over)
    .catch(() => undefined)
    .then(() => {
      if (way === "by the reader") child.stdout.destroy();
      else if (child.exitCode === null)
        process.kill((way === "alone" ? 1 : -1) * child.pid!, signal);
    });
  const code = await exited;
  over.abort();
  const processes = await processesLeft(child.pid!);
  await Promise.all([closed, sent]);
  const names = readdirSync(home);
  const faults = [
    ...(codes.includes(code) ? [] : [`exit code ${code}: ${said}`]),
    ...processes.map((pid) => `process ${pid} is left`),
    ...names.filter((name) => code !== 0 || name !== output).map((name) => `${name} is left`),
    ...faultsOf(
      output === "-" ? Buffer.concat(blocks) : fileOf(home, names),
      code === 0 && way !== "by the reader",
    ),
  ];
  rmSync(home, { recursive: true, force: true });
  const words = `${shell}, ${signal} ${way} after ${after} ms, -o ${output}`;
  return { faults: faults.map((fault) => `${words}: ${fault}`), isEarly: code !== 0 };
}

const fileOf = (home: string, names: readonly string[]): Buffer =>
  names.includes("bundle.tgz") ? readFileSync(join(home, "bundle.tgz")) : Buffer.alloc(0);

/** What was written is an archive; of one that was cut, what stands before the cut is. */
function faultsOf(archive: Buffer, isWhole: boolean): string[] {
  if (archive.length === 0) return isWhole ? ["there is no archive"] : [];
  const unpack = 'gzip -dc | { tar -tf - || [ "$0" = cut ]; }';
  try {
    const stdio = ["pipe", "pipe", "ignore"] as const;
    const args = ["-o", "pipefail", "-c", isWhole ? unpack : `(${unpack}) || :`];
    const names = execFileSync("bash", [...args, isWhole ? "whole" : "cut"], {
      input: archive,
      stdio: [...stdio],
    });
    const paths = names.toString().trim().split("\n");
    if (isWhole && !paths.some((path) => path.endsWith("/manifest.json")))
      return ["the archive has no manifest"];
    return paths.every((path) => path === "" || /^conntriage-[\w./-]+$/.test(path))
      ? []
      : ["what was written is no archive"];
  } catch (error) {
    return [`the archive cannot be read: ${(error as Error).message}`];
  }
}

/** Moments spread over a run, each shell, way and output in turn. */
export function endings(signal: Signal, count: number, longest: number): Ending[] {
  const shells = ["dash", "bash", "busybox ash"];
  return Array.from({ length: count }, (_, index) => {
    const isOther = Math.floor(index / shells.length) % 2 === 1;
    const otherWay = signal === "SIGPIPE" ? "by the reader" : "to all";
    const way = isOther ? otherWay : "alone";
    const isStream = way === "by the reader" || Math.floor(index / 6) % 2 === 1;
    return {
      shell: shells[index % shells.length]!,
      signal,
      after: Math.round((longest * (index + 0.5)) / count),
      way,
      output: isStream ? "-" : "bundle.tgz",
    };
  });
}
