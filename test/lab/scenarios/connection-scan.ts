import { FILL_RATE, normalTraffic } from "../flows.ts";
import { fill, keep, scan } from "../populations.ts";
import { MOST_NAMED, sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

/** A pod tries one address and port after the other; each attempt takes an entry for two minutes. */
export const connectionScan = scenario({
  id: "connection-scan",
  title: "A scan of many addresses and ports fills the table",
  expected: { state: "exhausted", primary: "connection-scan" },
  who: ({ scanners }) => ({
    party: scanners > MOST_NAMED ? null : sourceParties(scan(scanners).from),
  }),
  ranges: { normal: [0.3, 0.55], scanners: [1, 6], perSecond: [250, 450] },
  sample: { limit: 4000, normal: 0.4, scanners: 1, perSecond: 350 },
  async run(node, { limit, normal, scanners, perSecond }) {
    const attempts = scan(scanners);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([fill(attempts, limit * (1 - normal))]);
    await node.send([keep(attempts, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
