import type { Associations, AssociationsApi } from "../../associations.ts";
import { NETWORKS } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, keep, SHORT } from "../../populations.ts";
import { scenario } from "../scenario.ts";

const ASSOCIATIONS: Associations = {
  sources: Array.from({ length: 80 }, (_, host) => `${NETWORKS.pods}.${host + 10}`),
  address: `${NETWORKS.backends}.60`,
  // NGAP, by which the base stations of a 5G network speak to its core
  port: 38_412,
  perSecond: 400,
};

/** Half of the table are SCTP associations, whose heartbeats keep their entries; closed connections fill the rest. */
export const mixSctpTimeWait = scenario({
  id: "mix-sctp-time-wait",
  title: "SCTP associations, and connections without reuse",
  expected: { state: "exhausted", primary: "generic-protocol", also: ["time-wait-churn"] },
  who: {
    party: (["destination", "endpoint"] as const).map((role) => ({
      role,
      address: ASSOCIATIONS.address,
      port: ASSOCIATIONS.port,
    })),
  },
  needs: ["modules"],
  ranges: { sctp: [0.46, 0.52], closed: [0.35, 0.4], perSecond: [200, 350] },
  sample: { limit: 4000, sctp: 0.48, closed: 0.38, perSecond: 300 },
  async run(node, { limit, sctp, closed, perSecond }) {
    const servers = await node.start<AssociationsApi>("associations.ts", node.at.back);
    await servers.call("serve", ASSOCIATIONS.address, ASSOCIATIONS.port);
    const clients = await node.start<AssociationsApi>("associations.ts", node.at.pods);
    await clients.call("open", ASSOCIATIONS, limit * sctp);
    await node.send(normalTraffic(limit * (1 - sctp - closed), FILL_RATE));
    await node.send([fill(SHORT, limit * closed)]);
    await node.send([keep(SHORT, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
