/** What a run of the lab could leave behind on a machine, and whether it did. */
import { execFile } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atRest } from "./kernel-limit.ts";
import type { KernelName } from "./kernels.ts";
import { orphans } from "./namespaces.ts";
import { run } from "./shell.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A quick scenario, under a limit and in namespaces as all of them are. */
const SCENARIO = "healthy";

interface Machine {
  readonly sysctls: readonly string[];
  readonly buckets: string;
  readonly namespaces: readonly string[];
}

/** This machine while no lab runs on its kernel: its settings, and the namespaces that a lab has left. */
export const machine = (): Promise<Machine> =>
  atRest(() => ({
    sysctls: run("/sbin/sysctl", ["-a", "-e", "-r", "^(net\\.|fs\\.file-max)"])
      .split("\n")
      .filter((line) => !line.includes("_count = ")),
    buckets: readFileSync("/sys/module/nf_conntrack/parameters/hashsize", "utf8"),
    namespaces: orphans(),
  }));

/** Runs the lab as this user or another, with a temporary folder of its own below `folder`. */
export async function runLab(folder: string, kernel: KernelName, uid = 0): Promise<string> {
  const temporary = join(folder, `${kernel}-${uid}`);
  mkdirSync(temporary);
  chownSync(temporary, uid, uid);
  const as = uid === 0 ? [] : ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  const lab = [process.execPath, "--import", "tsx", join(ROOT, "test/lab/live.ts")];
  const [command, ...rest] = [...as, ...lab, "--kernel", kernel, "--only", SCENARIO, "--seed", "7"];
  const env = { ...process.env, TMPDIR: temporary, HOME: temporary };
  const { stdout } = await promisify(execFile)(command!, rest, { cwd: ROOT, env });
  return stdout;
}

/** Files of a run that are still there, without the compiler's own cache. */
export const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((run) =>
    readdirSync(join(folder, run)).filter((name) => !name.startsWith("tsx-")),
  );

/** Processes that know of the run's temporary folder. */
export const processes = (folder: string): string[] =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder);
    } catch {
      return false; // gone, or a kernel thread
    }
  });
