/**
 * What a recorder costs where nothing happens, under three shells side by side:
 * `npx tsx test/lab/recorder/rest.ts SECONDS FILE [REPORT]`. As root, in a network namespace of its own with a little
 * traffic. What the file has already is not measured again.
 */
import { spawn } from "node:child_process";
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
import { COLLECTOR } from "../../collector/collecting.ts";
import { atExit } from "../cleanup.ts";
import { makeNamespace, nextNodeName } from "../namespaces.ts";
import { ipBatch, runIn, sleep } from "../shell.ts";
import { CPU, cpuSeconds, median, pss } from "./cost.ts";
import { restText, writeSection } from "./report.ts";

export interface Rest {
  shell: string;
  seconds: number;
  /** Of one processor, in per cent, with all that was started. */
  cpuPercent: number;
  /** PSS of all processes together, in kB: the median of samples, and the most. */
  pssKb: number;
  mostPssKb: number;
  bundles: number;
  rows: number;
}

const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];
const SAMPLE_MS = 5_000;
/** One flow each so many milliseconds, of a new port. */
const FLOW_MS = 50;

export async function atRest(seconds: number): Promise<Rest[]> {
  const work = mkdtempSync(join(tmpdir(), "conntriage-rest-"));
  const space = makeNamespace(`${nextNodeName()}r`);
  const ends: (() => void)[] = [space.remove];
  const clear = atExit(() => {
    for (const end of ends.reverse()) end();
    rmSync(work, { recursive: true, force: true });
  });
  const script = join(work, "collect.sh");
  copyFileSync(COLLECTOR, script);
  ipBatch(space.name, ["link set lo up"]);
  runIn(space.name, "iptables", ..."-A INPUT -m conntrack --ctstate INVALID -j DROP".split(" "));
  const traffic = spawn(
    "ip",
    [
      ...["netns", "exec", space.name, process.execPath, "-e"],
      `const d=require("dgram");setInterval(()=>{const s=d.createSocket("udp4");s.send("x",9,"127.0.0.1",()=>s.close())},${FLOW_MS})`,
    ],
    { stdio: "ignore" },
  );
  ends.push(() => traffic.kill());
  const runs = SHELLS.map((shell, at) => {
    const group = join(CPU, `conntriage-rest-${process.pid}-${at}`);
    mkdirSync(group);
    ends.push(() => rmdirSync(group));
    const folder = join(work, String(at));
    const line = `echo $$ >${group}/cgroup.procs; exec ip netns exec ${space.name} ${shell.join(" ")} ${script} --watch -q -o ${folder}`;
    const child = spawn("sh", ["-c", line], { stdio: "ignore" });
    ends.push(() => child.kill());
    return { shell: shell.join(" "), group, folder, child, pss: [] as number[] };
  });
  await sleep(15_000); // the beginning is no rest
  const began = performance.now();
  const before = runs.map(({ group }) => cpuSeconds(group));
  while (performance.now() - began < seconds * 1000) {
    await sleep(SAMPLE_MS);
    for (const one of runs) one.pss.push(pss(one.group));
  }
  const passed = (performance.now() - began) / 1000;
  const rests = runs.map((one, at) => ({
    shell: one.shell,
    seconds: Math.round(passed),
    cpuPercent: ((cpuSeconds(one.group) - before[at]!) / passed) * 100,
    pssKb: median(one.pss),
    mostPssKb: Math.max(...one.pss),
    bundles: readdirSync(one.folder).filter((name) => name.startsWith("incident-")).length,
    rows: readdirSync(join(one.folder, "ring"))
      .map((name) => readFileSync(join(one.folder, "ring", name), "utf8"))
      .reduce((sum, text) => sum + (text.match(/^20.*\d/gm)?.length ?? 0), 0),
  }));
  for (const { child } of runs) child.kill();
  traffic.kill();
  await sleep(3_000);
  clear();
  return rests;
}

const [seconds, file = "rest.json", report] = process.argv.slice(2);
if (import.meta.url.endsWith(process.argv[1]!) && seconds !== undefined) {
  const rests = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Rest[])
    : await atRest(Number(seconds));
  writeFileSync(file, `${JSON.stringify(rests, null, 2)}\n`);
  if (report !== undefined) writeSection(report, "rest", restText(rests));
}
