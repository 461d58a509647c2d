/**
 * A recorder that listens (`--events`) before births of a known number, and before a table that is full, on the
 * machine's own kernel: `npm run lab:recorder:events -- [--seconds N] [--report FILE]`. As root; it lowers
 * nf_conntrack_max for a while.
 */
import { execFile, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { analyze } from "../../../src/analyze.ts";
import type { Analysis } from "../../../src/index.ts";
import { COLLECTOR } from "../../collector/collecting.ts";
import { atExit } from "../cleanup.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { makeNamespace, nextNodeName } from "../namespaces.ts";
import { ipBatch, run, runIn, setSysctls, sleep } from "../shell.ts";
import { CPU, cpuSeconds, median, pss } from "./cost.ts";
import { type EventsRun, eventsText } from "./events-report.ts";
import { bundlesIn } from "./node.ts";
import { writeSection } from "./report.ts";

const SEND = fileURLToPath(new URL("./send.ts", import.meta.url));
const execute = promisify(execFile);

interface Plan {
  title: string;
  perSecond: number;
  seconds: number;
  /** Seconds for which an entry stays. */
  timeout: number;
  listens: boolean;
}

/** What early_drop counted in a namespace, over all processors. */
function evictedIn(namespace: string): number {
  const [head = "", ...rows] = runIn(namespace, "cat", "/proc/net/stat/nf_conntrack")
    .trim()
    .split("\n");
  const at = head.split(/\s+/).indexOf("early_drop");
  return rows.reduce((sum, row) => sum + Number.parseInt(row.trim().split(/\s+/)[at]!, 16), 0);
}

async function record(plan: Plan, shell: string): Promise<EventsRun> {
  const work = mkdtempSync(join(tmpdir(), "conntriage-events-"));
  const space = makeNamespace(`${nextNodeName()}v`);
  const group = join(CPU, `conntriage-events-${process.pid}`);
  mkdirSync(group);
  const ends: (() => void)[] = [
    () => rmSync(work, { recursive: true, force: true }),
    space.remove,
    () => rmdirSync(group),
  ];
  const clear = atExit(() => {
    for (const end of ends.reverse()) end();
  });
  ipBatch(space.name, ["link set lo up"]);
  runIn(space.name, "iptables", ..."-A INPUT -m conntrack --ctstate INVALID -j DROP".split(" "));
  setSysctls(space.name, { "net.netfilter.nf_conntrack_udp_timeout": plan.timeout });
  const script = join(work, "collect.sh");
  copyFileSync(COLLECTOR, script);
  const folder = join(work, "recorder");
  // an incident begins while it is sent, and its bundle must have all of it
  const after = plan.title === "full" ? plan.seconds + 10 : 1;
  const options = `--watch -q --before 120 --after ${after} --at 100 --quiet-for 3600 ${plan.listens ? "--events" : ""}`;
  const line = `echo $$ >${group}/cgroup.procs; exec ip netns exec ${space.name} unshare --uts sh -c 'hostname worker-1; exec ${shell} ${script} ${options} -o ${folder}'`;
  const child = spawn("sh", ["-c", line], { stdio: "ignore" });
  ends.push(() => child.kill());
  await sleep(8_000);
  const before = { cpu: cpuSeconds(group), evicted: evictedIn(space.name), at: performance.now() };
  const memory: number[] = [];
  const timer = setInterval(() => memory.push(pss(group)), 2_000);
  const sender = execute("ip", [
    ..."netns exec".split(" "),
    space.name,
    ...[process.execPath, "--import", "tsx", SEND, String(plan.perSecond), String(plan.seconds)],
  ]);
  const sent = JSON.parse((await sender).stdout) as Record<string, number>;
  const passed = (performance.now() - before.at) / 1000;
  const cpu = cpuSeconds(group) - before.cpu;
  // what ends by its timeout is heard as well
  await sleep((plan.timeout < 60 ? plan.timeout + 5 : 1) * 1000);
  clearInterval(timer);
  if (bundlesIn(folder).length === 0) writeFileSync(join(folder, "trigger"), "");
  for (let left = 120; bundlesIn(folder).length === 0; left--) {
    if (left === 0) throw new Error(`no bundle: ${readFileSync(join(folder, "log"), "utf8")}`);
    await sleep(1_000);
  }
  const evicted = evictedIn(space.name) - before.evicted;
  const bundle = bundlesIn(folder)[0]!;
  const analysis = await analyze(bundle);
  if (values.sample !== undefined) keepSample(bundle, values.sample, { sent, evicted });
  const bytes = Number(
    (
      await execute("du", ["-sb", join(folder, "events")]).catch(() => ({ stdout: "0" }))
    ).stdout.split("\t")[0],
  );
  child.kill();
  await sleep(1_500);
  const left = (await execute("ip", ["netns", "pids", space.name])).stdout.trim();
  clear();
  return {
    ...runOf(plan, shell, sent, analysis),
    cpuPercent: (cpu / passed) * 100,
    pssKb: median(memory),
    mostPssKb: Math.max(0, ...memory),
    bytes,
    kernelEvicted: evicted,
    leftBehind: left === "" ? 0 : left.split("\n").length,
  };
}

/** Of a machine on which others work as well, only what is of this run. */
const KEPT = [
  ...[
    "manifest.json",
    "timeline.csv",
    "events",
    "dumps",
    "dump/count-before.txt",
    "once/version.txt",
  ],
  ...["start", "end"].flatMap((phase) =>
    ["sysctl.txt", "nf_conntrack_stat.txt", "uptime.txt"].map((name) => `${phase}/${name}`),
  ),
];

function keepSample(bundle: string, folder: string, truth: object): void {
  const work = mkdtempSync(join(tmpdir(), "conntriage-sample-"));
  run("tar", ["-xzf", bundle, "-C", work]);
  const [top = ""] = readdirSync(work);
  mkdirSync(folder, { recursive: true });
  const parts = KEPT.map((part) => `${top}/${part}`);
  run("tar", [
    "-czf",
    join(folder, "incident.tar.gz"),
    "--owner=0",
    "--group=0",
    "-C",
    work,
    ...parts,
  ]);
  writeFileSync(join(folder, "truth.json"), `${JSON.stringify(truth, null, 2)}\n`);
  rmSync(work, { recursive: true });
}

/** Births of the sources that sent, beside what the report says of them. */
function runOf(
  plan: Plan,
  shell: string,
  sent: Record<string, number>,
  { filled, evicted }: Analysis,
) {
  const heard = (address: string) =>
    filled?.sources.find(({ name }) => name === address)?.entries ?? 0;
  const sources = Object.entries(sent).map(([address, count]) => ({
    address,
    sent: count,
    heard: heard(address),
  }));
  return {
    title: plan.title,
    shell,
    perSecond: plan.perSecond,
    seconds: plan.seconds,
    sent: sources.reduce((sum, one) => sum + one.sent, 0),
    heard: sources.reduce((sum, one) => sum + one.heard, 0),
    worst: Math.max(
      0,
      ...sources.map((one) => (one.sent === 0 ? 0 : Math.abs(one.heard - one.sent) / one.sent)),
    ),
    lost: filled?.hearing.lost ?? null,
    evicted: evicted?.entries ?? null,
    lifetime: filled?.lifetimeSeconds ?? null,
  };
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    file: { type: "string", default: "out/recorder-events.json" },
    /** A folder for the bundle of one run, with what is known of it apart from the recorder. */
    sample: { type: "string" },
    /** Runs of one title alone; those of the other that the file has are kept. */
    only: { type: "string" },
    report: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const { only, file } = values;
const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as EventsRun[]) : [];
const runs = known.filter(({ title }) => only !== undefined && title !== only);
const shells = ["dash", "bash", "busybox ash"];
for (const perSecond of only === "full" ? [] : [0, 1000, 5000])
  for (const listens of [false, true]) {
    const plan = { title: "births", perSecond, seconds, timeout: 10, listens };
    runs.push(await record(plan, shells[runs.length % 3]!));
    console.log(JSON.stringify(runs.at(-1)));
  }
const rates = values.sample === undefined ? [200, 1000] : [100];
for (const perSecond of only === "births" ? [] : rates) {
  const plan = { title: "full", perSecond, seconds, timeout: 600, listens: true };
  runs.push(
    await withKernelLimit(values.sample === undefined ? 2_000 : 400, () => record(plan, "dash")),
  );
  console.log(JSON.stringify(runs.at(-1)));
}
mkdirSync("out", { recursive: true });
writeFileSync(file, `${JSON.stringify(runs, null, 2)}\n`);
if (values.report !== undefined) writeSection(values.report, "events", eventsText(runs));
