import { DNS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods } from "../flows.ts";
import { runIn } from "../shell.ts";
import { scenario } from "./scenario.ts";

const QUESTIONS = ["-p", "udp", "--dport", "53", "-j", "NOTRACK"];

/**
 * Questions pass the table untracked, so every answer looks like the beginning of a flow of its own.
 * The clients ask the resolvers themselves, since an untracked packet is not translated either.
 */
export const halfNotrackDns = scenario({
  id: "half-notrack-dns",
  title: "DNS questions are not tracked, but their answers are",
  expected: { state: "exhausted", primary: "half-notrack-dns" },
  who: { party: DNS.endpoints.map((address) => ({ role: "source", address })) },
  ranges: { normal: [0.25, 0.45], perSecond: [300, 450] },
  sample: { limit: 4000, normal: 0.35, perSecond: 400 },
  async run(node, { limit, normal, perSecond }) {
    for (const chain of ["PREROUTING", "OUTPUT"]) {
      runIn(node.namespace, "iptables", "-t", "raw", "-A", chain, ...QUESTIONS);
    }
    const lookups: Flow = {
      kind: "lookup",
      from: pods(10, 89),
      to: DNS.endpoints.map((address) => ({ address, port: DNS.targetPort })),
      perSecond: FILL_RATE,
    };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...lookups, count: Math.round(limit * (1 - normal)) }]);
    await node.send([{ ...lookups, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
