/**
 * Runs steps of the cluster in a user-mode Linux: a kernel as a process, whose `nf_conntrack_max` is its
 * own and which has IPVS. It has no nft NAT, so that iptables is the legacy one there.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";
import { atExit } from "../cleanup.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const INIT = fileURLToPath(new URL("uml-init.sh", import.meta.url));

const LONGEST_SECONDS = 1500;

/** Boots, runs the steps inside, and has `take` read the folder that they wrote to. */
export async function inUml(
  args: readonly string[],
  take: (folder: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-cluster-uml-"));
  const remove = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    mkdirSync(join(folder, "uml"));
    await boot(folder, args);
    take(folder); // also what was done before a fault
    const log = readFileSync(join(folder, "log"), "utf8");
    if (!log.includes("all steps done")) throw new Error(`in user-mode Linux: ${log.slice(-2000)}`);
  } finally {
    remove();
  }
}

function boot(folder: string, args: readonly string[]): Promise<void> {
  const options = [
    ...["root=/dev/root", "rootfstype=hostfs", "hostfs=/", "ro", "mem=3000M"],
    ...["con=null", "con0=fd:0,fd:1", "quiet", `uml_dir=${join(folder, "uml")}`, `init=${INIT}`],
    ...[`LAB_OUT=${folder}`, `LAB_ROOT=${ROOT}`, `LAB_NODE=${process.execPath}`],
    ...[`LAB_HOME=${homedir()}`, `LAB_ARGS=${args.join(",")}`],
  ];
  const bounded = ["--signal=KILL", String(LONGEST_SECONDS), findCommand(["linux.uml"])!];
  // `timeout` leads a process group of its own, in which every process of that kernel is
  const child = spawn("timeout", [...bounded, ...options], {
    stdio: "ignore",
    detached: true,
    env: { PATH: process.env["PATH"], HOME: folder, TMPDIR: folder },
  });
  let ended = false;
  const end = atExit(() => {
    if (!ended) process.kill(-child.pid!, "SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => {
      ended = true;
      end();
      resolve();
    });
  });
}
