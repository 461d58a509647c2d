/**
 * A stand-in for CoreDNS: it answers every question on UDP 53 with one address, or with SERVFAIL
 * where it is told to, and serves the true counts under CoreDNS's metric names. Until it is told to
 * forward, the metrics of upstreams are absent.
 */
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { APPLICATIONS, DNS } from "./cluster.ts";
import { type Forwarder, forwarder, rejected } from "./dns-forward.ts";
import { answer, type RCODES } from "./dns-message.ts";
import { exposition, histogram, type Metric, plain } from "./exposition.ts";

/** The bounds that CoreDNS uses: from 0.25 ms, doubled fifteen times. */
const BOUNDS = Array.from({ length: 16 }, (_, power) => 0.000_25 * 2 ** power);

const SERVER = { server: "dns://:53", zone: ".", view: "" };

export async function serveDns(): Promise<{
  failLookups(share: number): void;
  forward(most: number, milliseconds: number): Promise<void>;
  lookups(): Record<keyof typeof RCODES, number>;
}> {
  const counts = { NOERROR: 0, SERVFAIL: 0, REFUSED: 0 };
  const durations = histogram(BOUNDS);
  let failing = 0;
  let upstream: Forwarder | undefined;

  /** Bound to the one address, because an answer must come from where the question went. */
  const resolver = (address: string): Promise<void> => {
    const socket = createSocket({ type: "udp4", recvBufferSize: 1 << 22 });
    socket.on("message", async (asked, client) => {
      const start = performance.now();
      const total = counts.NOERROR + counts.SERVFAIL + 1;
      const refused = upstream !== undefined && (await upstream.ask(asked)) === null;
      const failed = counts.SERVFAIL < Math.floor(total * failing);
      const rcode = refused ? "REFUSED" : failed ? "SERVFAIL" : "NOERROR";
      counts[rcode] += 1;
      socket.send(answer(asked, rcode, APPLICATIONS[0]!.address), client.port, client.address);
      durations.observe((performance.now() - start) / 1000);
    });
    return new Promise((resolve) => socket.bind(DNS.targetPort, address, resolve));
  };

  const lookups = (): number => counts.NOERROR + counts.SERVFAIL + counts.REFUSED;

  const metrics = (): Metric[] => [
    {
      name: "coredns_dns_request_duration_seconds",
      type: "histogram",
      help: "Histogram of the time (in seconds) each request took per zone.",
      samples: durations.samples(SERVER),
    },
    {
      name: "coredns_dns_requests_total",
      type: "counter",
      help: "Counter of DNS requests made per zone, protocol and family.",
      samples: [["", { family: "1", proto: "udp", ...SERVER, type: "A" }, lookups()]],
    },
    {
      name: "coredns_dns_responses_total",
      type: "counter",
      help: "Counter of response status codes.",
      samples: Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([rcode, count]) => [
          "",
          { plugin: upstream ? "forward" : "kubernetes", rcode, ...SERVER },
          count,
        ]),
    },
    ...(upstream?.metrics() ?? [rejected(0)]),
    {
      name: "coredns_panics_total",
      type: "counter",
      help: "A metrics that counts the number of panics.",
      samples: plain(0),
    },
  ];

  await Promise.all([
    ...DNS.endpoints.map(resolver),
    new Promise<void>((resolve) => createTcpServer((client) => client.end()).listen(53, resolve)),
    new Promise<void>((resolve) => {
      createServer((_, response) => response.end(exposition(metrics()))).listen(9153, resolve);
    }),
  ]);
  return {
    failLookups: (share) => {
      failing = share;
    },
    forward: async (most, milliseconds) => {
      upstream = await forwarder(most, milliseconds, histogram(BOUNDS));
    },
    lookups: () => counts,
  };
}
