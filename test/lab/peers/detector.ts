/** node-problem-detector, which watches: it is given the fault's kernel log as one that is just being written. */
import { spawn } from "node:child_process";
import { chmodSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand } from "../../support/needs.ts";
import { type Laid, syslogTime } from "./folder.ts";
import { buildDetector, detectorProgram, detectorSources, detectorVersion } from "./install.ts";
import type { Answer, Peer } from "./peer.ts";

/** It reads a log at once and runs its scripts at once; ten times what that takes. */
const WATCHED_MS = 5_000;
const SPOKEN = /New status generated: /;
const EVENT = /Reason:(\S+) Message:([^}]*)\}/g;
/** It ends where it can tell nobody, so that it serves its metrics on loopback. */
const PORT = 31_257;
/** Where its script looks for the fill of the table. */
const TABLE = "/proc/sys/net/netfilter/nf_conntrack";

/** It runs in a mount namespace of its own, where the two numbers of the table are the fault's. */
const AS_NODE = `mount --bind "$1/count" ${TABLE}_count && mount --bind "$1/max" ${TABLE}_max && shift && exec "$@"`;

export const detector: Peer = {
  id: "node-problem-detector",
  version: detectorVersion(),
  madeFor:
    "Kubernetes: a daemon on each node that watches logs and runs small checks, and reports events and conditions of the node to the API server",
  more: "watches all the time, tells the cluster by events, conditions and metrics, and starts remedies; OOM kills, hung tasks, file systems, kubelet and container runtime",
  input:
    "the kernel log with its times moved to now, through its own kernel-monitor.json read from a file; its own network-problem-monitor.json on the fault's count and limit, without the check of DNS, which would ask this machine's",
  watches: true,
  prepare: () => {
    if (process.getuid?.() !== 0 || findCommand(["unshare"]) === null)
      return "needs Linux, root and unshare";
    return buildDetector();
  },
  ask: watch,
};

async function watch(laid: Laid, work: string): Promise<Answer> {
  writeConfigs(laid, work);
  const configs = [
    `--config.system-log-monitor=${join(work, "kernel.json")}`,
    `--config.custom-plugin-monitor=${join(work, "network.json")}`,
  ];
  const quiet = ["--enable-k8s-exporter=false", `--prometheus-port=${PORT}`, "--port=0"];
  const node = ["--hostname-override=worker-1", "--logtostderr"];
  const shell = ["unshare", "--mount", "sh", "-c", AS_NODE, "sh", work];
  const argv = [...shell, detectorProgram, ...configs, ...quiet, ...node];
  const started = performance.now();
  const child = spawn(argv[0]!, argv.slice(1), { cwd: work, stdio: ["ignore", "ignore", "pipe"] });
  const lines: string[] = [];
  let spoke = WATCHED_MS;
  let text = "";
  child.stderr.on("data", (bytes: Buffer) => {
    text += bytes.toString();
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      const status = text.slice(0, end);
      text = text.slice(end + 1);
      if (!SPOKEN.test(status)) continue;
      const [events] = status.split(" Conditions:");
      const said = [...events!.matchAll(EVENT)].map(([, reason, what]) => `${reason}: ${what}`);
      lines.push(...said.filter((one) => !lines.includes(one)));
      spoke = Math.min(spoke, performance.now() - started);
    }
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const watched = new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  const first = await Promise.race([ended.then(() => "ended"), watched]);
  if (first === "ended") throw new Error(`node-problem-detector ended by itself: ${text}`);
  child.kill("SIGTERM");
  await ended;
  return { lines, seconds: spoke / 1000 };
}

interface Monitor {
  rules: { reason: string; path?: string }[];
  [key: string]: unknown;
}

/** Its own rules; changed is only where they look. */
function writeConfigs(laid: Laid, work: string): void {
  cpSync(join(detectorSources(), "config"), join(work, "config"), { recursive: true });
  const script = join(work, "config/plugin/network_problem.sh");
  chmodSync(script, 0o755);
  const config = (name: string): Monitor =>
    JSON.parse(readFileSync(join(work, "config", name), "utf8")) as Monitor;
  const log = join(work, "kern.log");
  const kernel = config("kernel-monitor.json");
  const { pluginConfig } = config("kernel-monitor-filelog.json");
  const from = { plugin: "filelog", pluginConfig, logPath: log };
  writeFileSync(join(work, "kernel.json"), JSON.stringify({ ...kernel, ...from }));
  const network = config("network-problem-monitor.json");
  const rules = network.rules.filter(({ reason }) => reason === "ConntrackFull");
  writeFileSync(join(work, "network.json"), JSON.stringify({ ...network, rules }));
  writeFileSync(join(work, "count"), `${laid.count}\n`);
  writeFileSync(join(work, "max"), `${laid.max}\n`);
  const now = syslogTime(new Date());
  const lines = laid.log.map((one) => `${now} ${laid.hostname} kernel: [    1.000000] ${one}\n`);
  writeFileSync(log, lines.join(""));
}
