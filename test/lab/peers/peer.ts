import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Laid } from "./folder.ts";

/** A program that is asked what is wrong. */
export interface Peer {
  /** As `faults.yaml` and the report name it. */
  id: string;
  version: string;
  /** What it is for, in its own makers' sense. */
  madeFor: string;
  /** What it does that conntriage does not. */
  more: string;
  /** What it is given here, and which of its lines are taken as findings. */
  input: string;
  /** It runs on and on, and its time is that until it spoke. */
  watches?: true;
  /** Why it cannot be run here, or null once it can. */
  prepare(): string | null;
  /** Its findings of one fault, a line each, as it prints them. */
  ask(laid: Laid, work: string): Answer | Promise<Answer>;
}

export interface Answer {
  lines: string[];
  /** Seconds of processor time of all its processes, or until it spoke where it watches. */
  seconds: number;
}

/** Longer than any of them takes on a busy machine. */
const LIMIT_MS = 300_000;

export interface Ran {
  out: string;
  err: string;
  seconds: number;
}

/** Runs a program to its end, whatever its exit code, and tells the processor time of it and its children. */
export function timed(argv: readonly string[], cwd: string = tmpdir()): Ran {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-peer-"));
  const times = join(folder, "times");
  const script = 'file=$1; shift; "$@"; code=$?; times > "$file"; exit $code';
  const done = spawnSync("sh", ["-c", script, "sh", times, ...argv], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: LIMIT_MS,
  });
  if (done.error) throw done.error;
  const seconds = processorTime(readFileSync(times, "utf8"));
  rmSync(folder, { recursive: true });
  return { out: done.stdout, err: done.stderr, seconds };
}

/** The second line of the shell's `times` is of the children: `0m1.230s 0m0.040s`. */
function processorTime(times: string): number {
  const parts = [...times.split("\n")[1]!.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
