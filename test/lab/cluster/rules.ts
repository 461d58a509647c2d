/** What kube-proxy writes for five Services, and for two thousand, and how long that takes. */
import { readFileSync } from "node:fs";
import { runIn } from "../shell.ts";
import type { Release } from "./components.ts";
import { setEndpoints } from "./objects.ts";
import type { Mode } from "./proxy.ts";
import { FIVE, many } from "./services.ts";
import { type Cluster, withCluster } from "./with-cluster.ts";

export interface Rules {
  readonly text: string;
  /** kube-proxy's metrics after its first sync, and after ten changes of one EndpointSlice each. */
  readonly first: string;
  readonly changed: string;
  readonly log: string;
}

export const rulesOf = ({ node }: Cluster, mode: Mode): string => {
  if (mode === "nftables") return runIn(node, "nft", "list", "ruleset");
  if (mode === "iptables") return runIn(node, "iptables-save");
  const filters = runIn(node, "iptables-legacy-save");
  return mode === "ipvs" ? `${runIn(node, "ipvsadm", "-Ln")}${filters}` : filters;
};

export function rules(release: Release, mode: Mode, count: 5 | 2000): Promise<Rules> {
  const services = count === 5 ? FIVE : [...FIVE, ...many(count - FIVE.length)];
  return withCluster(release, mode, services, async (cluster) => {
    const proxy = cluster.startProxy();
    if (!(await proxy.synced())) throw new Error(`${release} ${mode} did not sync in two minutes`);
    const first = proxy.metrics();
    const text = rulesOf(cluster, mode);
    const [one] = FIVE.filter(({ service }) => service.name === "web");
    for (let round = 0; round < 10; round += 1) {
      const behind = one!.endpoints.slice(0, 2 + (round % 2));
      const since = Date.now();
      await cluster.plane.apply(setEndpoints(one!.service, behind));
      await proxy.synced(since);
    }
    const changed = proxy.metrics();
    await proxy.end();
    return { text, first, changed, log: readFileSync(proxy.log, "utf8") };
  });
}
