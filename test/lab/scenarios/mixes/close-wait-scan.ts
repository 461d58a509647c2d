import { ARCHIVE } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, HALF_CLOSED, keep, scan } from "../../populations.ts";
import { endpointParties, serviceParty } from "../../who.ts";
import { scenario } from "../scenario.ts";

/** Half-closed connections hold the table for an hour each, and a scan takes what they leave. */
export const mixCloseWaitScan = scenario({
  id: "mix-close-wait-scan",
  title: "Half-closed connections, and a scan",
  expected: { state: "exhausted", primary: "close-wait-buildup", also: ["connection-scan"] },
  who: { party: [serviceParty(ARCHIVE), ...endpointParties(ARCHIVE)] },
  ranges: { half: [0.4, 0.47], scanned: [0.3, 0.35], scanners: [1, 4], perSecond: [250, 400] },
  sample: { limit: 4000, half: 0.45, scanned: 0.33, scanners: 2, perSecond: 300 },
  async run(node, { limit, half, scanned, scanners, perSecond }) {
    const attempts = scan(scanners);
    await node.send([fill(HALF_CLOSED, limit * half)]);
    await node.send(normalTraffic(limit * (1 - half - scanned), FILL_RATE));
    await node.send([fill(attempts, limit * scanned)]);
    await node.send([keep(attempts, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
