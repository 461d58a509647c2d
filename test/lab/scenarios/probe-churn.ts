import { INGRESS, INGRESS_TLS, NETWORKS, NODE_ADDRESS } from "../cluster.ts";
import { type Addresses, FILL_RATE, type Flow, normalTraffic } from "../flows.ts";
import { endpointParties, nodePortParty, sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

const NODE_PORTS = [INGRESS, INGRESS_TLS].map(({ nodePort }) => ({
  address: NODE_ADDRESS,
  port: nodePort!,
}));

const probersOf = (count: number): Addresses => ({
  network: NETWORKS.outsideClients,
  first: 251 - count,
  last: 250,
});

/** Load balancers that ask the node's ports all the time, with a new connection for each probe. */
export const probeChurn = scenario({
  id: "probe-churn",
  title: "Health checks of NodePorts fill the table",
  expected: { state: "exhausted", primary: "probe-churn", also: ["time-wait-churn"] },
  who: ({ probers }) => {
    const secure = nodePortParty(INGRESS_TLS);
    const endpoints = [...endpointParties(INGRESS), ...endpointParties(INGRESS_TLS)];
    const all = [nodePortParty(INGRESS), ...sourceParties(probersOf(probers))];
    // flows take their targets in turn, so that a single prober meets the first port alone
    return probers === 1
      ? { party: all, perhaps: endpoints }
      : { party: [...all, secure], perhaps: endpoints };
  },
  ranges: { normal: [0.2, 0.35], probers: [1, 4], perSecond: [300, 450] },
  sample: { limit: 4000, normal: 0.3, probers: 3, perSecond: 400 },
  async run(node, { limit, normal, probers, perSecond }) {
    const probes: Flow = {
      kind: "short",
      from: probersOf(probers),
      to: NODE_PORTS,
      perSecond: FILL_RATE,
    };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...probes, count: Math.round(limit * (1 - normal)) }]);
    await node.send([{ ...probes, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
