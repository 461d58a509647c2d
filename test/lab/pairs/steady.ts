import { APPLICATIONS, DNS, STATSD } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { drawFrom } from "../random.ts";
import { sleep } from "../shell.ts";
import type { Pair, Step } from "./pair.ts";

/** Captures of one node: any two of them are a pair, 105 in all. */
const CAPTURES = 15;
/** In which entries of closed connections and of datagrams are gone, so that what comes equals what goes. */
const SECONDS = 20;
const SEED = 20_261_126;

/** Work that goes on all the time, evenly. */
const STEADY: readonly Flow[] = [
  { kind: "short", from: pods(10, 89), to: APPLICATIONS.map(targetOf), perSecond: 12 },
  { kind: "lookup", from: pods(10, 89), to: [targetOf(DNS)], perSecond: 8 },
  { kind: "datagram", from: pods(10, 89), to: [targetOf(STATSD)], perSecond: 3 },
];

/** Work that comes at once: a job, or a page with everything on it, of one pod to a few Services. */
async function bursts(node: LabNode, seconds: number, seed: number): Promise<void> {
  const draw = drawFrom(seed);
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    await sleep(draw.between(200, 3000));
    const pod = draw.between(10, 89);
    const first = draw.between(0, APPLICATIONS.length - 3);
    const burst: Flow = {
      kind: "short",
      from: pods(pod, pod),
      to: APPLICATIONS.slice(first, first + 3).map(targetOf),
      perSecond: 200,
      count: draw.between(2, 40),
    };
    await node.send([burst]);
  }
}

const again = (at: number): Step => {
  const seconds = 2 + (at % 4);
  return {
    name: String(at + 1).padStart(2, "0"),
    seconds,
    async run(node) {
      await bursts(node, 2 + (at % 3), SEED + at);
      // they go on beside the capture, and end with its window
      void bursts(node, seconds, SEED - at);
    },
  };
};

/** A node on which nothing changes but what comes by chance, captured again and again. */
export const steady: Pair = {
  id: "steady",
  title: "Nothing changes but by chance",
  limit: 4000,
  // so many captures take user-mode Linux longer than it is given
  kernel: "host",
  steps: [
    {
      ...again(0),
      async run(node) {
        node.set({
          "net.netfilter.nf_conntrack_tcp_timeout_time_wait": SECONDS,
          "net.netfilter.nf_conntrack_udp_timeout": SECONDS,
          "net.netfilter.nf_conntrack_udp_timeout_stream": SECONDS,
        });
        await node.send(normalTraffic(600, FILL_RATE));
        await node.send(STEADY);
        await sleep((SECONDS + 5) * 1000);
        await again(0).run(node);
      },
    },
    again(1),
    ...Array.from({ length: CAPTURES - 2 }, (_, at) => again(at + 2)),
  ],
};
