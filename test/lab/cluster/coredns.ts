/**
 * A real CoreDNS behind a real kube-proxy, of whose questions one in three is for a name that its dead
 * upstream would know: it answers SERVFAIL.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabNode } from "../lab-node.ts";
import { settle } from "../resident.ts";
import { collect } from "../run-scenario.ts";
import { sleep } from "../shell.ts";
import type { AskingApi } from "./asking.ts";
import { program, type Release } from "./components.ts";
import { start } from "./process.ts";
import type { Mode } from "./proxy.ts";
import { FIVE } from "./services.ts";
import { withCluster } from "./with-cluster.ts";

const PODS = ["10.244.2.2", "10.244.2.3"];

/** Nobody listens there: the kernel refuses what is sent. */
const DEAD_UPSTREAM = "127.0.0.1:5399";

/** The usual Corefile of a cluster, but for its upstream, and on one pod's address. */
const corefile = (pod: string, folder: string): string => `.:53 {
    bind ${pod}
    errors
    health ${pod}:8080
    ready ${pod}:8181
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig ${join(folder, "kubeconfig.json")} lab
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus ${pod}:9153
    forward . ${DEAD_UPSTREAM} {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;

/** Writes the bundle, and gives what the clients counted by the answers' code. */
export function coredns(
  release: Release,
  mode: Mode,
  bundle: string,
): Promise<Readonly<Record<string, number>>> {
  return withCluster(release, mode, FIVE, async (cluster) => {
    const proxy = cluster.startProxy();
    const { folder } = cluster.plane;
    const servers = PODS.map((pod) => {
      const file = join(folder, `Corefile-${pod}`);
      writeFileSync(file, corefile(pod, folder));
      return start(cluster.back, join(folder, "coredns.log"), program("coredns"), ["-conf", file]);
    });
    await proxy.synced();
    await sleep(5_000);
    const asking = await settle<AskingApi>(cluster.pods, "cluster/asking.ts");
    const counted = asking.call("ask", { address: "10.96.0.10", port: 53 }, [
      "web.shop.svc.cluster.local",
      "statsd.monitoring.svc.cluster.local",
      "example.com",
    ]);
    await sleep(3_000);
    const node = { namespace: cluster.node, sysctlFiles: new Map() } as unknown as LabNode;
    await collect(node, bundle);
    const answers = await counted;
    asking.end();
    for (const server of servers) await server.end();
    await proxy.end();
    return answers;
  });
}
