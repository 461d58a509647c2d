import { cpus } from "node:os";
import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** What kube-proxy makes of its own defaults on this machine. */
const KUBE_PROXY_MAX = Math.max(32_768 * cpus().length, 131_072);

const FILE = "99-conntrack.conf";

/** Somebody raised the limit in a file, and kube-proxy wrote its own value over it at its start. */
export const limitOverwritten = scenario({
  id: "limit-overwritten",
  title: "kube-proxy undid the limit that a file sets",
  expected: { state: "healthy", primary: "limit-overwritten" },
  who: { party: null },
  alone: { limit: KUBE_PROXY_MAX },
  ranges: { entries: [600, 1_500], wanted: [262_144, 2_000_000], perSecond: [10, 25] },
  sample: { limit: KUBE_PROXY_MAX, entries: 1_000, wanted: 1_048_576, perSecond: 20 },
  async run(node, { limit, entries, wanted, perSecond }) {
    node.sysctlFiles.set(FILE, `net.netfilter.nf_conntrack_max = ${wanted}\n`);
    await node.send(normalTraffic(entries, FILL_RATE));
    await node.send(background(limit, perSecond));
  },
});
