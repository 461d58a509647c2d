import { STATSD } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { serviceParty, sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

/** As few as the kernel makes: one page of heads. */
const BUCKETS = 512;

const LIMIT = 40_000;

/** Entries of ordinary traffic. */
const NORMAL = 500;

/**
 * A look-alike: the table has room, but its hash chains are too long for one entry more.
 * Each entry hangs in two of them, and the kernel draws the longest that it accepts from 50 to 79.
 */
export const hashChainTooLong = scenario({
  id: "hash-chain-too-long",
  title: "Too few buckets make chains too long",
  expected: { state: "healthy", primary: "hash-chain-too-long" },
  who: { party: [serviceParty(STATSD), ...sourceParties(pods(10, 10))] },
  alone: { limit: LIMIT, buckets: BUCKETS },
  ranges: { entries: [11_000, 13_000], perSecond: [400, 600] },
  sample: { limit: LIMIT, entries: 10_800, perSecond: 300 },
  async run(node, { entries, perSecond }) {
    const metrics: Flow = {
      kind: "datagram",
      from: pods(10, 10),
      to: [targetOf(STATSD)],
      perSecond: 2 * FILL_RATE,
    };
    await node.send(normalTraffic(NORMAL, FILL_RATE));
    await node.send([{ ...metrics, count: entries - NORMAL }]);
    await node.send([{ ...metrics, perSecond }, ...background(LIMIT, 10)]);
  },
});
