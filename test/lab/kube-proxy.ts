/**
 * A stand-in for kube-proxy inside a lab node: it really writes the rules of iptables mode and counts
 * its own syncs under kube-proxy's metric names.
 *
 * As the real one does (reports/cluster.md), a sync takes the changes over whether it fails or not: none is pending
 * while it is stalled. Where it differs: each sync replaces both tables whole; a failed sync is tried again after one
 * second, and /healthz turns to 503 after three without one, where kube-proxy takes half a minute
 * and more, so that a short capture sees it. And it is quick: 27,000 rules took iptables-restore one
 * second where this was written, on an idle machine. `leastSeconds` makes each sync wait out the rest
 * of the time that it takes on a busy node, so the duration that it then reports is partly waiting.
 */
import { spawn } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import { SERVICES, type Service } from "./cluster.ts";
import { exposition } from "./exposition.ts";
import { kubeProxyMetrics, noFigures } from "./kube-proxy-metrics.ts";
import { reside } from "./resident.ts";
import { ruleset } from "./ruleset.ts";
import { run, sleep } from "./shell.ts";

const RETRY_MS = 1_000;
const HEALTH_TIMEOUT_SECONDS = 3;

/** A rule that the kernel refuses: no such chain exists on this node. */
const REFUSED = "-A POSTROUTING -j CNI-HOSTPORT-MASQ";

/** Rules of other components, and what is wrong with this node. */
interface Circumstances {
  readonly others?: readonly string[];
  readonly refused?: boolean;
  readonly leastSeconds?: number;
}

const figures = noFigures();
let circumstances: Circumstances = {};
let mode: "iptables" | "ipvs" = "iptables";
let wanted: readonly Service[] = [];
let known = new Map<string, Service>();
let oldestPending = 0;
/** Changes of endpoints that are not in the kernel's rules yet. */
let unwritten = 0;
let retry: NodeJS.Timeout | undefined;

/** Finer than milliseconds: a change may be queued within the one in which the last sync ended. */
const now = (): number => (performance.timeOrigin + performance.now()) / 1000;

/** Takes over the Services that the cluster now has, and syncs; true when the kernel took the rules. */
async function apply(services: readonly Service[], around: Circumstances = {}): Promise<boolean> {
  circumstances = around;
  wanted = services;
  const next = new Map(services.map((service) => [service.name, service]));
  const names = [...new Set([...known.keys(), ...next.keys()])];
  const changed = names.filter((name) => portals(known.get(name)) !== portals(next.get(name)));
  const moved = names.filter((name) => pods(known.get(name)) !== pods(next.get(name)));
  known = next;
  figures.serviceChanges += changed.length;
  figures.serviceChangesPending += changed.length;
  figures.endpointChanges += moved.length;
  figures.endpointChangesPending += moved.length;
  unwritten += moved.length;
  figures.lastQueued = now();
  oldestPending ||= figures.lastQueued;
  return sync();
}

const pods = (service: Service | undefined): string => service?.endpoints.join() ?? "";
const portals = (service: Service | undefined): string =>
  service ? `${service.address}:${service.port}:${service.nodePort}` : "";

async function sync(): Promise<boolean> {
  clearTimeout(retry);
  const start = now();
  figures.endpointChangesPending = 0;
  figures.serviceChangesPending = 0;
  const others = [...(circumstances.others ?? []), ...(circumstances.refused ? [REFUSED] : [])];
  const { text, rules } = ruleset(wanted, others);
  const written = await restore(text);
  await sleep(Math.max(0, (circumstances.leastSeconds ?? 0) - (now() - start)) * 1000);
  figures.durations.observe(now() - start);
  if (!written) {
    figures.restoreFailures += 1;
    retry = setTimeout(sync, RETRY_MS);
    return false;
  }
  for (; unwritten > 0; unwritten -= 1) figures.programming.observe(now() - oldestPending);
  figures.rules = rules;
  figures.lastSynced = now();
  oldestPending = 0;
  return true;
}

function restore(text: string): Promise<boolean> {
  const child = spawn("iptables-restore", ["-w", "5"], { stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.on("error", () => undefined); // it may stop reading at the first refused line
  child.stdin.end(text);
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

function health(response: ServerResponse): void {
  const late = figures.lastQueued > figures.lastSynced && now() - oldestPending;
  const healthy = !late || late < HEALTH_TIMEOUT_SECONDS;
  const goTime = (seconds: number): string =>
    new Date(seconds * 1000).toISOString().replace("T", " ").replace("Z", " +0000 UTC");
  response.writeHead(healthy ? 200 : 503, { "content-type": "application/json" });
  response.end(
    `{"lastUpdated": "${goTime(healthy ? now() : figures.lastSynced)}",` +
      `"currentTime": "${goTime(now())}", "nodeEligible": true}`,
  );
}

/** What the kernel has counted at the rule against invalid packets, since the last sync. */
function droppedAsInvalid(): number {
  const rules = run("iptables-save", ["-c", "-t", "filter"]);
  return Number(/^\[(\d+):\d+\] -A KUBE-FORWARD .*INVALID.* DROP$/m.exec(rules)?.[1] ?? 0);
}

function metrics(response: ServerResponse): void {
  if (figures.invalidDropped !== null) figures.invalidDropped = droppedAsInvalid();
  response.end(exposition(kubeProxyMetrics(figures)));
}

const pages: Record<string, (response: ServerResponse) => void> = {
  "/metrics": metrics,
  "/proxyMode": (response) => response.end(mode),
  "/healthz": health,
};

function serve(port: number, host: string): Promise<void> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ""];
    if (page) page(response);
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(port, host, resolve));
}

await Promise.all([serve(10249, "127.0.0.1"), serve(10256, "0.0.0.0"), apply(SERVICES)]);

const kubeProxyApi = {
  apply,
  /** What it says of itself: see `ipvs.ts` for what is done in that mode. */
  useMode: (other: typeof mode): void => {
    mode = other;
  },
  /** From now on it says what was dropped as invalid, as releases do that know how. */
  countInvalid: (): void => {
    figures.invalidDropped = 0;
  },
};

export type KubeProxyApi = typeof kubeProxyApi;

reside(kubeProxyApi);
