/**
 * A recorder on a disk of its own in a user-mode Linux that is killed at any moment, and what there is of it when that
 * disk is mounted again. What the table really held is written outside, many times a second.
 */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { cpSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, sleep } from "../shell.ts";

const COLLECTOR = fileURLToPath(new URL("../../../src/collector/collect.sh", import.meta.url));
/** The disk's number as a block device of user-mode Linux, since its folder of devices is the machine's. */
const DISK = ["b", "98", "0"];
const LIMIT = 400;
/** A burst of this many entries each so many milliseconds; they stay for `TIMEOUT` seconds. */
const BURST = 360;
const EACH_MS = 17_000;
const TIMEOUT = 6;
const LOOK_MS = 100;

/** For which what was left is finished, once the recorder watches again. */
const FINISHED_MS = 15_000;

export interface PowerPlan {
  readonly shell: readonly string[];
  /** Whether the power was lost before. */
  readonly again: boolean;
}

export async function onDisk({ shell, again }: PowerPlan, folder: string): Promise<void> {
  const disk = "/run/disk";
  run("sh", ["-c", `mknod /run/ubda ${DISK.join(" ")} && mkdir ${disk}`]);
  run("mount", ["-t", "ext4", "/run/ubda", disk]);
  const recorder = join(disk, "recorder");
  const keep = (name: string): void =>
    cpSync(recorder, join(folder, name), {
      recursive: true,
      filter: (path) => !/\/(?:pause|kmsg|rows)$/.test(path), // fifos
    });
  if (again) keep("as-found");
  run("iptables", "-A INPUT -m conntrack --ctstate INVALID -j DROP".split(" "));
  writeFileSync("/proc/sys/net/netfilter/nf_conntrack_max", String(LIMIT));
  writeFileSync("/proc/sys/net/netfilter/nf_conntrack_udp_timeout", String(TIMEOUT));
  const log = join(recorder, "log");
  const begun = (): number =>
    existsSync(log) ? readFileSync(log, "utf8").split("watching:").length : 1;
  const before = begun();
  const options = "--watch -q --before 60 --after 3 --quiet-for 5 --keep 100".split(" ");
  spawn(shell[0]!, [...shell.slice(1), COLLECTOR, ...options, "-o", recorder], { stdio: "ignore" });
  const trace = openSync(join(folder, `trace-${again ? 2 : 1}`), "a");
  setInterval(() => look(trace), LOOK_MS);
  while (begun() <= before) await sleep(200);
  writeFileSync(join(folder, `ready-${again ? 2 : 1}`), "");
  setInterval(burst, EACH_MS);
  if (!again) return;
  await sleep(FINISHED_MS);
  keep("in-the-end");
  process.exit(0);
}

/** `uptime count` of this moment. */
function look(trace: number): void {
  const [uptime] = readFileSync("/proc/uptime", "utf8").split(" ");
  const count = readFileSync("/proc/sys/net/netfilter/nf_conntrack_count", "utf8");
  writeSync(trace, `${uptime} ${count}`);
}

function burst(): void {
  const socket = createSocket("udp4");
  socket.on("error", () => undefined); // refused by a full table
  for (let port = 1; port <= BURST; port++) socket.send("x", port, "127.0.0.1");
  setTimeout(() => socket.close(), 1_000);
}
