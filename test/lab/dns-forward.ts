/**
 * As much of CoreDNS's forward plugin as an overload needs: it passes lookups to one upstream over
 * UDP and refuses those above `max_concurrent`. The upstream is a socket of the outside that takes
 * its time.
 */
import { createSocket } from "node:dgram";
import { NETWORKS } from "./cluster.ts";
import { answer } from "./dns-message.ts";
import { type Histogram, type Metric, plain } from "./exposition.ts";

const UPSTREAM = { address: `${NETWORKS.outsideServers}.53`, port: 53 };

/** How long an upstream is waited for. */
const PATIENCE_MS = 5_000;

export const rejected = (queries: number): Metric => ({
  name: "coredns_forward_max_concurrent_rejects_total",
  type: "counter",
  help: "Counter of the number of queries rejected because the concurrent queries were at maximum.",
  samples: plain(queries),
});

export interface Forwarder {
  /** The upstream's answer; null when too many wait already, or nothing came in time. */
  ask(question: Buffer): Promise<Buffer | null>;
  metrics(): Metric[];
}

export async function forwarder(
  most: number,
  upstreamMs: number,
  durations: Histogram,
): Promise<Forwarder> {
  await slowUpstream(upstreamMs);
  let waiting = 0;
  let rejects = 0;
  return {
    async ask(question) {
      if (waiting >= most) {
        rejects += 1;
        return null;
      }
      waiting += 1;
      const start = performance.now();
      try {
        return await pass(question);
      } finally {
        waiting -= 1;
        durations.observe((performance.now() - start) / 1000);
      }
    },
    metrics: () => [
      rejected(rejects),
      {
        name: "coredns_proxy_request_duration_seconds",
        type: "histogram",
        help: "Histogram of the time each request took.",
        samples: durations.samples({
          proxy_name: "forward",
          to: `${UPSTREAM.address}:${UPSTREAM.port}`,
          rcode: "NOERROR",
        }),
      },
    ],
  };
}

function pass(question: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (reply: Buffer | null): void => {
      clearTimeout(impatience);
      socket.close();
      resolve(reply);
    };
    const impatience = setTimeout(() => end(null), PATIENCE_MS);
    socket.on("message", end);
    socket.on("error", () => end(null));
    socket.send(question, UPSTREAM.port, UPSTREAM.address);
  });
}

function slowUpstream(milliseconds: number): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("message", (asked, client) =>
    setTimeout(
      () => socket.send(answer(asked, "NOERROR", UPSTREAM.address), client.port, client.address),
      milliseconds,
    ),
  );
  return new Promise((resolve) => socket.bind(UPSTREAM.port, UPSTREAM.address, resolve));
}
