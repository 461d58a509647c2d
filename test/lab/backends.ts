/** The servers behind the Services of a lab node: TCP echo, a StatsD sink, and the resolvers. */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { BACKEND_PORTS, STATSD } from "./cluster.ts";
import { serveDns } from "./dns.ts";
import { reside } from "./resident.ts";

/** Deeper than any burst of the lab, so that only the table refuses connections. */
const BACKLOG = 4096;

function echo(port: number): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.pipe(socket);
  });
  return new Promise((resolve) => server.listen({ port, backlog: BACKLOG }, resolve));
}

function sink(port: number): Promise<void> {
  return new Promise((resolve) => createSocket("udp4").bind(port, resolve));
}

const dns = await serveDns();
await Promise.all([...BACKEND_PORTS.map(echo), sink(STATSD.targetPort)]);

const backendsApi = {
  /** Which share of the look-ups is answered by SERVFAIL. */
  failLookups: (share: number) => dns.failLookups(share),
  lookups: () => dns.lookups(),
};

export type BackendsApi = typeof backendsApi;

reside(backendsApi);
