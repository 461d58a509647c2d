/**
 * What the collector costs a node whose table holds as much as the machine's limit lets it: `npm run lab:collector`.
 * A steady flow goes through the node, and waits for its answers with and without the collector, in turn.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { COLLECTOR } from "../collector/collecting.ts";
import { inGroup, peakOf } from "../collector/control-group.ts";
import { withFigures } from "../proof/figures.ts";
import { fillTable } from "./filled-table.ts";
import { makeNamespace, nextNodeName } from "./namespaces.ts";
import { ipBatch, runIn, setSysctls } from "./shell.ts";

const REPORT = fileURLToPath(new URL("../../reports/collector.md", import.meta.url));
const ROUNDS = 3;
/** Longer than a collection on a busy machine, whose dump comes last. */
const FLOW_SECONDS = 22;
const DURATION = 3;
const PERIOD_MS = 2;

/** Round trips in milliseconds, in order of size, and how many got no answer. */
interface Flow {
  trips: number[];
  lost: number;
}

/** Output of a command, its standard error included. */
function said(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (block: Buffer) => {
      text += block.toString();
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

async function flow(client: string): Promise<Flow> {
  const count = (FLOW_SECONDS * 1000) / PERIOD_MS;
  const ask = [
    "fping",
    "-q",
    "-C",
    String(count),
    "-p",
    String(PERIOD_MS),
    "-i",
    "1",
    "-t",
    "1000",
    SERVER,
  ];
  const line = (await said("ip", ["netns", "exec", client, ...ask])).split("\n")[0]!;
  const cells = line
    .slice(line.indexOf(":") + 1)
    .trim()
    .split(/\s+/);
  const trips = cells.filter((cell) => cell !== "-").map(Number);
  if (trips.length === 0) throw new Error(`no answer at all: ${line.slice(0, 200)}`);
  return { trips: trips.sort((a, b) => a - b), lost: cells.length - trips.length };
}

interface Cost {
  seconds: number;
  cpu: number;
  peak: number;
  bytes: number;
  rows: string;
}

async function collect(node: string, folder: string): Promise<Cost> {
  const archive = join(folder, "bundle.tgz");
  return inGroup("memory", 2 ** 33, async (into, group) => {
    const began = performance.now();
    // before `ip netns exec`, which hides the control groups
    const script = `${into}; export TMPDIR=${folder} TIMEFORMAT='%U %S'
      time ip netns exec ${node} sh ${COLLECTOR} -q -o ${archive} --duration ${DURATION}`;
    const text = await said("bash", ["-c", script]);
    const seconds = (performance.now() - began) / 1000;
    if (seconds > FLOW_SECONDS) console.error("the flow ended before the dump");
    const [user, system] = text.trim().split("\n").at(-1)!.split(" ").map(Number);
    const list = `tar -xzOf ${archive} --wildcards '*/dump/conntrack-L-ipv4.txt.gz' | gzip -dc | wc -l`;
    const rows = (await said("sh", ["-c", list])).trim();
    return {
      seconds,
      cpu: user! + system!,
      peak: peakOf(group),
      bytes: statSync(archive).size,
      rows,
    };
  });
}

const at = ({ trips }: Flow, share: number): number =>
  trips[Math.min(trips.length - 1, Math.floor(trips.length * share))]!;
const joined = (flows: readonly Flow[]): Flow => ({
  trips: flows.flatMap(({ trips }) => trips).sort((a, b) => a - b),
  lost: flows.reduce((sum, { lost }) => sum + lost, 0),
});

const SERVER = "10.98.2.2";
const folder = mkdtempSync(join(tmpdir(), "conntriage-cost-"));
const prefix = nextNodeName();
const all = ["c", "n", "s"].map((name) => makeNamespace(`${prefix}${name}`));
const [client, node, server] = all.map(({ name }) => name) as [string, string, string];
try {
  ipBatch(node, [
    `link add v1 type veth peer name v0 netns ${client}`,
    `link add v2 type veth peer name v0 netns ${server}`,
    "address add 10.98.1.1/24 dev v1",
    "address add 10.98.2.1/24 dev v2",
    ...["lo", "v1", "v2"].map((device) => `link set ${device} up`),
  ]);
  for (const [name, net] of [
    [client, "10.98.1"],
    [server, "10.98.2"],
  ] as const)
    ipBatch(name, [
      `address add ${net}.2/24 dev v0`,
      "link set lo up",
      "link set v0 up",
      `route add default via ${net}.1`,
    ]);
  setSysctls(node, { "net.ipv4.ip_forward": 1 });
  const limit = Number(readFileSync("/proc/sys/net/netfilter/nf_conntrack_max", "utf8"));
  const entries = limit - 144;
  fillTable(node, entries, join(folder, "entries"));
  const count = Number(runIn(node, "cat", "/proc/sys/net/netfilter/nf_conntrack_count"));
  console.error(`${count} entries of ${limit}`);
  await flow(client);
  const [without, during]: [Flow[], Flow[]] = [[], []];
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    without.push(await flow(client));
    const flowing = flow(client);
    costs.push(await collect(node, folder));
    during.push(await flowing);
    console.error(
      JSON.stringify(costs.at(-1)),
      at(without.at(-1)!, 0.99),
      at(during.at(-1)!, 0.99),
    );
  }
  const n = (value: number, digits = 0) =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const range = (values: readonly number[], digits = 1) =>
    `${n(Math.min(...values), digits)} to ${n(Math.max(...values), digits)}`;
  const row = (title: string, flows: readonly Flow[]) => {
    const whole = joined(flows);
    const p99 = flows.map((one) => at(one, 0.99));
    return `| ${title} | ${n(whole.trips.length + whole.lost)} | ${whole.lost} | ${n(at(whole, 0.5), 2)} | ${n(at(whole, 0.99), 2)} (${range(p99, 2)}) | ${n(at(whole, 1), 1)} |`;
  };
  const text = `## At ${n(count)} real entries

On this machine's kernel, in a namespace that routes between two others and whose table holds ${n(count)} of ${n(limit)}
entries; \`collect.sh --duration ${DURATION}\`, ${ROUNDS} times. The memory is that of all its processes together, with the files
that they wrote. A request and its answer go through the node every ${PERIOD_MS} ms for ${FLOW_SECONDS} s (ICMP, one entry), with and without
the collector in turn.

| of one collection | least to most |
|---|---:|
| seconds, ${DURATION} of them its duration | ${range(costs.map(({ seconds }) => seconds))} |
| seconds of CPU | ${range(costs.map(({ cpu }) => cpu))} |
| peak of memory, MB | ${range(costs.map(({ peak }) => peak / 1e6))} |
| archive, kB | ${range(
    costs.map(({ bytes }) => bytes / 1000),
    0,
  )} |
| rows in its dump | ${range(
    costs.map(({ rows }) => Number(rows)),
    0,
  )} |

| the flow | sent | lost | median, ms | p99 (of each round), ms | longest, ms |
|---|---:|---:|---:|---:|---:|
${row("without it", without)}
${row("while it collects", during)}
`;
  const before = existsSync(REPORT)
    ? readFileSync(REPORT, "utf8")
    : "# The collector on a sick node\n";
  writeFileSync(REPORT, withFigures("cost", before, text));
} finally {
  for (const { remove } of all) remove();
  rmSync(folder, { recursive: true });
}
