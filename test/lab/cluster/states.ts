/** Bundles of a node whose kube-proxy is well, restarted, or stalled in one way or another. */
import { spawn } from "node:child_process";
import type { BackendsApi } from "../backends.ts";
import { atExit } from "../cleanup.ts";
import type { LabNode } from "../lab-node.ts";
import type { PodsApi } from "../pods.ts";
import { settle } from "../resident.ts";
import { collect } from "../run-scenario.ts";
import { sleep } from "../shell.ts";
import type { Release } from "./components.ts";
import { setEndpoints } from "./objects.ts";
import { type KubeProxy, lockFile, type Mode } from "./proxy.ts";
import { endpoints, FIVE } from "./services.ts";
import { type Cluster, withCluster } from "./with-cluster.ts";

export const STATES = [
  "healthy",
  "restarted",
  "api-server-gone",
  "restarted-without-api-server",
  "xtables-lock-held",
] as const;
export type State = (typeof STATES)[number];

/** /healthz turns after a minute without the sync that is due. */
const STALLED_MS = 70_000;

/** How long kube-proxy stands without its API server before the bundle is taken. */
const ALONE_MS = 30_000;

/** Captures every state in turn on one cluster; `bundleOf` says where each goes. */
export function states(
  release: Release,
  mode: Mode,
  bundleOf: (state: State) => string,
): Promise<Record<string, string>> {
  return withCluster(release, mode, FIVE, async (cluster) => {
    const [clients, servers] = await Promise.all([
      settle<PodsApi>(cluster.pods, "pods.ts"),
      settle<BackendsApi>(cluster.back, "backends.ts"),
    ]);
    const health: Record<string, string> = {};
    const take = async (state: State, proxy: KubeProxy): Promise<void> => {
      health[state] = told(() => proxy.healthz());
      // what a collector of this project needs of a node is its namespace
      const node = { namespace: cluster.node, sysctlFiles: new Map() } as unknown as LabNode;
      await collect(node, bundleOf(state));
    };

    let proxy = cluster.startProxy();
    await proxy.synced();
    await traffic(clients);
    await change(cluster, 2);
    await proxy.synced();
    await take("healthy", proxy);

    await proxy.end();
    proxy = cluster.startProxy();
    await proxy.synced();
    await take("restarted", proxy);

    if (mode !== "nftables") {
      const lock = hold(lockFile(cluster.plane.folder));
      await sleep(500);
      await change(cluster, 3);
      await sleep(STALLED_MS);
      await take("xtables-lock-held", proxy);
      lock();
      await proxy.synced();
    }

    await cluster.plane.killServer();
    await sleep(ALONE_MS);
    await take("api-server-gone", proxy);
    await proxy.end();
    proxy = cluster.startProxy();
    await sleep(ALONE_MS);
    await take("restarted-without-api-server", proxy);
    await proxy.end();
    clients.end();
    servers.end();
    return health;
  });
}

const traffic = (clients: Awaited<ReturnType<typeof settle<PodsApi>>>): Promise<void> => {
  const from = { network: "10.244.1", first: 10, last: 29 };
  const web = [{ address: "10.96.14.101", port: 80 }];
  const dns = [{ address: "10.96.0.10", port: 53 }];
  return clients.call("send", [
    { kind: "hold", from, to: web, perSecond: 50, count: 100 },
    { kind: "lookup", from, to: dns, perSecond: 50, count: 100 },
  ]);
};

/** The web's pods become `count`. */
const change = ({ plane }: Cluster, count: number): Promise<void> => {
  const web = FIVE.find(({ service }) => service.name === "web")!;
  return plane.apply(setEndpoints(web.service, endpoints(11, 12, 13).slice(0, count)));
};

/** Holds the lock as another program would that changes rules; the result lets it go. */
function hold(path: string): () => void {
  const holder = spawn("flock", ["--exclusive", path, "sleep", "300"], {
    stdio: "ignore",
    detached: true, // `sleep` inherits the lock, and must end as well
  });
  return atExit(() => {
    if (holder.exitCode === null) process.kill(-holder.pid!, "SIGKILL");
  });
}

function told(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : String(error);
  }
}
