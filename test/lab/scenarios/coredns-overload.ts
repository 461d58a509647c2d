import { DNS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** Each lookup holds an entry for nf_conntrack_udp_timeout: however long it runs, no more than this is theirs. */
const MOST_LOOKUPS = 0.45;
const UDP_TIMEOUT = 30;

/** A look-alike: CoreDNS waits for a slow upstream and refuses what is above its `max_concurrent`. */
export const corednsOverload = scenario({
  id: "coredns-overload",
  title: "CoreDNS refuses lookups because its upstream is slow",
  expected: { state: "healthy", primary: "coredns-overload" },
  // every pod of DNS alike
  who: { party: null },
  ranges: { used: [0.12, 0.2], most: [5, 12], upstreamMs: [400, 900], perSecond: [50, 80] },
  sample: { limit: 5000, used: 0.18, most: 10, upstreamMs: 500, perSecond: 60 },
  async run(node, { limit, used, most, upstreamMs, perSecond }) {
    const lookups: Flow = {
      kind: "lookup",
      from: pods(10, 89),
      to: [targetOf(DNS)],
      perSecond: Math.min(perSecond, (limit * MOST_LOOKUPS) / UDP_TIMEOUT),
    };
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.backends.call("forward", most, upstreamMs);
    await node.send([lookups, ...background(limit, 10)]);
  },
});
