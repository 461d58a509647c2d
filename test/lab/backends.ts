/** The servers behind the Services of a lab node: TCP echo, a StatsD sink, and the resolvers. */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { ARCHIVE, BACKEND_PORTS, STATSD } from "./cluster.ts";
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

/** A server that reads to the end and forgets to close. */
function halfClosing(port: number): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.resume();
  });
  return new Promise((resolve) => server.listen({ port, backlog: BACKLOG }, resolve));
}

function sink(port: number): Promise<void> {
  return new Promise((resolve) => createSocket("udp4").bind(port, resolve));
}

const dns = await serveDns();
await Promise.all([
  ...BACKEND_PORTS.map(echo),
  halfClosing(ARCHIVE.targetPort),
  sink(STATSD.targetPort),
]);

const backendsApi = {
  /** Which share of the lookups is answered by SERVFAIL. */
  failLookups: (share: number) => dns.failLookups(share),
  /** Every lookup is forwarded to an upstream that takes `milliseconds`, at most `most` at a time. */
  forward: (most: number, milliseconds: number) => dns.forward(most, milliseconds),
  lookups: () => dns.lookups(),
};

export type BackendsApi = typeof backendsApi;

reside(backendsApi);
