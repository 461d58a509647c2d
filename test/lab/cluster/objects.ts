/** The objects of the cluster as the API takes them: a Node, Services and their EndpointSlices. */

export const NODE = "node-1";

export const API_PORT = 6443;

/** It opens a server that is reached from two namespaces only and lives for minutes. */
export const TOKEN = "the-lab";

/** As a call of the API is made: where, and what. */
export interface Change {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

export interface Port {
  readonly name: string;
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly targetPort: number;
  readonly nodePort?: number;
}

export interface ClusterService {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly ports: readonly Port[];
}

/** A pod behind a Service; a terminating one still serves. */
export interface Endpoint {
  readonly address: string;
  readonly terminating?: boolean;
}

const SERVICES = (namespace: string): string => `/api/v1/namespaces/${namespace}/services`;
const SLICES = (namespace: string): string =>
  `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;

export const addNode = (address: string, podCidr: string): Change => ({
  method: "POST",
  path: "/api/v1/nodes",
  body: {
    metadata: { name: NODE },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: NODE },
      ],
    },
  },
});

export const addNamespace = (name: string): Change => ({
  method: "POST",
  path: "/api/v1/namespaces",
  body: { metadata: { name } },
});

export const addService = (service: ClusterService): Change => ({
  method: "POST",
  path: SERVICES(service.namespace),
  body: {
    metadata: { name: service.name },
    spec: {
      clusterIP: service.address,
      type: service.ports.some((port) => port.nodePort !== undefined) ? "NodePort" : "ClusterIP",
      ports: service.ports,
    },
  },
});

export const removeService = ({ namespace, name }: ClusterService): Change => ({
  method: "DELETE",
  path: `${SERVICES(namespace)}/${name}`,
});

export const addEndpoints = (service: ClusterService, endpoints: readonly Endpoint[]): Change => ({
  method: "POST",
  path: SLICES(service.namespace),
  body: slice(service, endpoints),
});

export const setEndpoints = (service: ClusterService, endpoints: readonly Endpoint[]): Change => ({
  method: "PUT",
  path: `${SLICES(service.namespace)}/${service.name}-1`,
  body: slice(service, endpoints),
});

export const removeEndpoints = ({ namespace, name }: ClusterService): Change => ({
  method: "DELETE",
  path: `${SLICES(namespace)}/${name}-1`,
});

const slice = (service: ClusterService, endpoints: readonly Endpoint[]): object => ({
  metadata: {
    name: `${service.name}-1`,
    labels: { "kubernetes.io/service-name": service.name },
  },
  addressType: "IPv4",
  endpoints: endpoints.map(({ address, terminating = false }) => ({
    addresses: [address],
    conditions: { ready: !terminating, serving: true, terminating },
    nodeName: NODE,
  })),
  ports: service.ports.map(({ name, protocol, targetPort }) => ({
    name,
    protocol,
    port: targetPort,
  })),
});
