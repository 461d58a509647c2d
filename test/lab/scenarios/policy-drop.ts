import { NETWORKS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, type Target } from "../flows.ts";
import { runIn } from "../shell.ts";
import { sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

const DATABASE_PORT = 5432;
const CLIENTS = pods(200, 201);

const hosts = (count: number, port: number): Target[] =>
  Array.from({ length: count }, (_, host) => ({
    address: `${NETWORKS.backends}.${host + 170}`,
    port,
  }));

/** Pods are reached by their own addresses, and a policy lets nobody in at one of their ports. */
export const policyDrop = scenario({
  id: "policy-drop",
  title: "A policy drops what is sent to one port",
  expected: { state: "exhausted", primary: "policy-drop" },
  who: {
    party: [
      ...sourceParties(CLIENTS),
      { role: "destination", address: null, port: DATABASE_PORT, protocol: "tcp" },
    ],
  },
  ranges: { normal: [0.3, 0.45], silent: [12, 40], perSecond: [100, 200] },
  sample: { limit: 4000, normal: 0.4, silent: 40, perSecond: 150 },
  async run(node, { limit, normal, silent, perSecond }) {
    const drop = ["-p", "tcp", "--dport", String(DATABASE_PORT), "-j", "DROP"];
    runIn(node.at.back, "iptables", "-A", "INPUT", ...drop);
    const tried: Flow = {
      kind: "hold",
      from: CLIENTS,
      to: hosts(Math.round(silent), DATABASE_PORT),
      perSecond: FILL_RATE,
    };
    const answered: Flow = { ...tried, from: pods(10, 89), to: hosts(4, 8080) };
    await node.send(normalTraffic(limit * normal * 0.9, FILL_RATE));
    await node.send([{ ...answered, count: Math.round(limit * normal * 0.1) }]);
    await node.send([{ ...tried, count: Math.round(limit * (1 - normal)) }]);
    await node.send([{ ...tried, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
