/** A Service port as kube-proxy sees it: an address of its own and the endpoints behind it. */
export interface Service {
  /** `namespace/name:port`, the spelling of kube-proxy's comments. */
  readonly name: string;
  readonly protocol: "tcp" | "udp";
  readonly address: string;
  readonly port: number;
  readonly targetPort: number;
  readonly nodePort?: number;
  readonly endpoints: readonly string[];
}

/** The node's own address, on the link to the backends. */
export const NODE_ADDRESS = "10.0.0.11";

/** Another node's address. Its link address belongs to nobody: that node is gone. */
export const LOST_NODE_ADDRESS = "10.0.0.12";

/** The nearest router of the outside, which is the namespace of the backends. */
export const ROUTER_ADDRESS = "10.0.0.1";

/** Networks (each a /24) by what lives there. */
export const NETWORKS = {
  pods: "10.244.1",
  backends: "10.244.2",
  /** Pods of the lost node: a SYN to them leaves and is never answered. */
  lost: "10.244.3",
  /** Pods of another node, which the overlay reaches. */
  remote: "10.244.4",
  outsideClients: "192.0.2",
  outsideServers: "198.51.100",
} as const;

const backends = (...numbers: number[]): string[] =>
  numbers.map((number) => `${NETWORKS.backends}.${number}`);

const tcp = (
  name: string,
  address: string,
  port: number,
  targetPort: number,
  endpoints: readonly string[],
): Service => ({ name, protocol: "tcp", address, port, targetPort, endpoints });

const resolvers = backends(2, 3);

export const DNS: Service = {
  name: "kube-system/kube-dns:dns",
  protocol: "udp",
  address: "10.96.0.10",
  port: 53,
  targetPort: 53,
  endpoints: resolvers,
};

export const STATSD: Service = {
  name: "monitoring/statsd:statsd",
  protocol: "udp",
  address: "10.96.7.25",
  port: 8125,
  targetPort: 8125,
  endpoints: backends(9),
};

/** What the applications of the node call. The lab's normal traffic is spread over these. */
export const APPLICATIONS: readonly Service[] = [
  tcp("shop/web:http", "10.96.14.101", 80, 8080, backends(11, 12, 13)),
  tcp("shop/cart:http", "10.96.201.7", 80, 8080, backends(21, 22)),
  tcp("shop/catalog:http", "10.96.88.46", 80, 8080, backends(31, 32, 33)),
  tcp("shop/payments:https", "10.96.33.190", 443, 8443, backends(41, 42)),
  tcp("shop/search:http", "10.96.150.12", 9200, 9200, backends(51, 52, 53)),
  tcp("shop/stock:grpc", "10.96.61.77", 50051, 50051, backends(61, 62)),
  tcp("accounts/login:http", "10.96.5.230", 80, 8080, backends(71, 72)),
  tcp("accounts/profile:http", "10.96.119.3", 80, 8080, backends(81, 82)),
  tcp("data/cache:redis", "10.96.240.18", 6379, 6379, backends(91, 92, 93)),
  tcp("data/events:kafka", "10.96.172.64", 9092, 9092, backends(101, 102, 103)),
  tcp("media/images:http", "10.96.47.155", 80, 8080, backends(111, 112)),
  tcp("media/thumbnails:http", "10.96.93.81", 80, 8080, backends(121, 122)),
];

/** The database behind the leak. */
export const DATABASE = tcp("data/orders-db:postgres", "10.96.129.5", 5432, 5432, backends(131));

/** Reached from outside through a port of every node. */
export const INGRESS: Service = {
  ...tcp("ingress/gateway:http", "10.96.180.9", 80, 8080, backends(141, 142)),
  nodePort: 30080,
};

/** The same gateway by TLS. */
export const INGRESS_TLS: Service = {
  ...tcp("ingress/gateway:https", "10.96.180.9", 443, 8443, backends(141, 142)),
  nodePort: 30443,
};

/** Its server leaves connections half open: it never closes its own side. */
export const ARCHIVE = tcp("data/archive:http", "10.96.71.204", 80, 8090, backends(161));

/** Its only pod is about to move. */
export const SESSIONS = tcp("data/sessions:redis", "10.96.66.40", 6379, 6379, backends(151));

/** Its only pod was on the lost node. */
export const RECOMMENDATIONS = tcp("shop/recommendations:http", "10.96.222.31", 80, 8080, [
  `${NETWORKS.lost}.17`,
]);

export const SERVICES: readonly Service[] = [
  DNS,
  tcp("kube-system/kube-dns:dns-tcp", DNS.address, 53, 53, resolvers),
  tcp("kube-system/kube-dns:metrics", DNS.address, 9153, 9153, resolvers),
  STATSD,
  ...APPLICATIONS,
  DATABASE,
  INGRESS,
  INGRESS_TLS,
  ARCHIVE,
  SESSIONS,
  RECOMMENDATIONS,
];

/** {@link SERVICES} when each application also had two pods on the lost node for every one here. */
export const SERVICES_WITH_LOST_PODS: readonly Service[] = SERVICES.map((service) => {
  const place = APPLICATIONS.indexOf(service);
  if (place < 0) return service;
  const lost = [...service.endpoints, ...service.endpoints].map(
    (_, pod) => `${NETWORKS.lost}.${(place + 1) * 10 + pod}`,
  );
  return { ...service, endpoints: [...service.endpoints, ...lost] };
});

/** Every TCP port behind which a backend answers and closes when its client does. */
export const BACKEND_PORTS: readonly number[] = [
  ...new Set([443, ...[...APPLICATIONS, DATABASE, INGRESS].map((service) => service.targetPort)]),
];
