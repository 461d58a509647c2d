import { type Random, randomFrom, zipf } from "./random.ts";

/**
 * The cluster that a generated dump belongs to. Every address is of a private or benchmarking range:
 * RFC 1918, RFC 6598, RFC 2544 and, for IPv6, RFC 4193.
 */
export interface World {
  v4: Network;
  v6: Network;
  /** The most popular first; the very first is DNS. */
  services: readonly Service[];
}

/** The addresses of one family. */
export interface Network {
  pods: readonly string[];
  nodes: readonly string[];
  /** What a node translates to when it sends something to its own pods. */
  gateways: readonly string[];
  /** By place in {@link World.services}. */
  services: readonly string[];
  /** Clients outside the cluster, 0 the busiest. */
  client(rank: number): string;
}

export interface Service {
  port: number;
  targetPort: number;
  nodePort: number;
  /** Places of its pods in {@link Network.pods}. */
  endpoints: readonly number[];
}

export const NODES = 60;
export const PODS = 6_000;
export const SERVICES = 400;
export const CLIENTS = 300_000;
const MOST_ENDPOINTS = 40;
const DNS_ENDPOINTS = 10;
const PORTS = [80, 8080, 443, 9090, 5432, 6379, 3306, 9092, 8443, 50_051, 9200, 27_017, 5672];

const each = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** Spreads ranks over 2^bits places: an odd factor never sends two to the same one. */
const scatter = (rank: number, bits: number): number =>
  (Math.imul(rank, 0x9e3779b1) >>> 0) & (2 ** bits - 1);
const hex = (n: number): string => n.toString(16);
const dotted = (n: number): string => `${(n >>> 8) & 255}.${n & 255}`;

const v4: Network = {
  pods: each(PODS, (pod) => `10.244.${pod % NODES}.${2 + Math.floor(pod / NODES)}`),
  nodes: each(NODES, (node) => `10.0.4.${10 + node}`),
  gateways: each(NODES, (node) => `10.244.${node}.1`),
  services: each(SERVICES, (rank) => (rank === 0 ? "10.96.0.10" : serviceAddress(rank))),
  client(rank) {
    if (rank % 5 === 0) {
      const place = scatter(1 + rank / 5, 17);
      return `198.${18 + (place >>> 16)}.${dotted(place)}`;
    }
    const place = scatter(1 + rank, 22);
    return `100.${64 + (place >>> 16)}.${dotted(place)}`;
  },
};

/** Above 10.96.1.0, where DNS is not. */
function serviceAddress(rank: number): string {
  return `10.96.${dotted(256 + scatter(rank, 15))}`;
}

const v6: Network = {
  pods: each(PODS, (pod) => `fd00:10:244:${hex(1 + (pod % NODES))}::${hex(2 + pod)}`),
  nodes: each(NODES, (node) => `fd00:10::${hex(0x100 + node)}`),
  gateways: each(NODES, (node) => `fd00:10:244:${hex(1 + node)}::1`),
  services: each(SERVICES, (rank) =>
    rank === 0 ? "fd00:10:96::a" : `fd00:10:96::${hex(256 + scatter(rank, 15))}`,
  ),
  client: (rank) =>
    `fd5a:c1:${hex(1 + (scatter(rank, 32) >>> 20))}::${hex(1 + (rank >>> 15))}:${hex(1 + (rank & 0x7fff))}`,
};

export function worldOf(seed: number): World {
  const random = randomFrom(seed);
  return { v4, v6, services: each(SERVICES, (rank) => serviceOf(rank, random)) };
}

function serviceOf(rank: number, random: Random): Service {
  const port = rank === 0 ? 53 : PORTS[zipf(PORTS.length)(random)]!;
  const count = rank === 0 ? DNS_ENDPOINTS : 1 + random.below(MOST_ENDPOINTS);
  return {
    port,
    targetPort: rank > 0 && port < 1024 ? 8000 + port : port,
    nodePort: 30_000 + ((rank * 7) % 2767),
    endpoints: each(count, () => random.below(PODS)),
  };
}
