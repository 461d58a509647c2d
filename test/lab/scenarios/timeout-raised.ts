import { sendAged } from "../aged.ts";
import { STATSD } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** The kernel's own value is 30. */
const NAME = "udp_timeout";
const DEFAULT_SECONDS = 30;
/** Under the default, the metrics would hold no more of the table than this: then the timeout is the cause. */
const MOST_BY_DEFAULT = 0.4;

/** How old the oldest of the entries are, beyond the 30 seconds that they should have had. */
const OLDER_SECONDS = 60;

/** Somebody raised the timeout of UDP, so that metrics stay in the table many times as long. */
export const timeoutRaised = scenario({
  id: "timeout-raised",
  title: "A raised timeout keeps entries that would be gone",
  expected: { state: "exhausted", primary: "timeout-raised", also: ["udp-accumulation"] },
  who: { party: [{ role: "setting", address: `nf_conntrack_${NAME}` }] },
  ranges: { normal: [0.2, 0.35], seconds: [180, 600], perSecond: [100, 200] },
  sample: { limit: 4000, normal: 0.25, seconds: 300, perSecond: 150 },
  async run(node, { limit, normal, seconds, perSecond }) {
    const most = Math.min(perSecond, (limit * MOST_BY_DEFAULT) / DEFAULT_SECONDS);
    const metrics: Flow = {
      kind: "datagram",
      from: pods(10, 89),
      to: [targetOf(STATSD)],
      perSecond: FILL_RATE,
    };
    await sendAged(node, { name: NAME, seconds }, OLDER_SECONDS, [
      { ...metrics, count: Math.round(limit * (1 - normal)) },
    ]);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...metrics, perSecond: most }, ...normalTraffic(limit, most / 5, true)]);
  },
});
