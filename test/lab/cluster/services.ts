/** The Services of the cluster, as data: five that every cluster has the like of, and as many more as wanted. */
import { ADDRESSES } from "./node.ts";
import {
  addEndpoints,
  addNamespace,
  addNode,
  addService,
  type Change,
  type ClusterService,
  type Endpoint,
  type Port,
} from "./objects.ts";

export interface Backed {
  readonly service: ClusterService;
  readonly endpoints: readonly Endpoint[];
}

export const endpoints = (...numbers: number[]): Endpoint[] =>
  numbers.map((number) => ({ address: `${ADDRESSES.backends}.${number}` }));

const http: Port = { name: "http", protocol: "TCP", port: 80, targetPort: 8080 };

export const FIVE: readonly Backed[] = [
  {
    service: {
      name: "kube-dns",
      namespace: "kube-system",
      address: "10.96.0.10",
      ports: [
        { name: "dns", protocol: "UDP", port: 53, targetPort: 53 },
        { name: "dns-tcp", protocol: "TCP", port: 53, targetPort: 53 },
        { name: "metrics", protocol: "TCP", port: 9153, targetPort: 9153 },
      ],
    },
    endpoints: endpoints(2, 3),
  },
  {
    service: { name: "web", namespace: "shop", address: "10.96.14.101", ports: [http] },
    endpoints: endpoints(11, 12, 13),
  },
  {
    service: {
      name: "statsd",
      namespace: "monitoring",
      address: "10.96.7.25",
      ports: [{ name: "statsd", protocol: "UDP", port: 8125, targetPort: 8125 }],
    },
    endpoints: endpoints(9),
  },
  {
    service: {
      name: "gateway",
      namespace: "ingress",
      address: "10.96.180.9",
      ports: [{ ...http, nodePort: 30080 }],
    },
    endpoints: endpoints(141, 142),
  },
  {
    service: { name: "recommendations", namespace: "shop", address: "10.96.222.31", ports: [http] },
    endpoints: [],
  },
];

/** Services of three pods each, which are processes nowhere: their rules are what is looked at. */
export const many = (count: number): Backed[] =>
  Array.from({ length: count }, (_, place) => ({
    service: {
      name: `app-${place}`,
      namespace: "load",
      address: `10.97.${place >> 8}.${place & 255}`,
      ports: [http],
    },
    endpoints: [0, 1, 2].map((pod) => ({
      address: `10.245.${(place * 3 + pod) >> 8}.${(place * 3 + pod) & 255}`,
    })),
  }));

/** What the API server is told before anything else: the node, and whose namespaces the Services are in. */
export const foundations = (services: readonly Backed[]): Change[] => [
  addNode(ADDRESSES.node, ADDRESSES.podCidr),
  ...[...new Set(services.map(({ service }) => service.namespace))]
    .filter((namespace) => namespace !== "kube-system")
    .map(addNamespace),
];

export const creation = (services: readonly Backed[]): Change[] => [
  ...services.map(({ service }) => addService(service)),
  ...services.map(({ service, endpoints: behind }) => addEndpoints(service, behind)),
];
