/** Parties as data, by the lab's own addresses. */
import type { Party } from "../support/parties.ts";
import { NODE_ADDRESS, type Service } from "./cluster.ts";
import type { Addresses, Target } from "./flows.ts";

/** Who is asked: a Service by its own address. */
export const serviceParty = ({ name, address, port, protocol }: Service): Party => ({
  role: "destination",
  address,
  port,
  protocol,
  service: name,
});

/** A Service by its port of the node. */
export const nodePortParty = ({ name, nodePort, protocol }: Service): Party => ({
  role: "destination",
  address: NODE_ADDRESS,
  port: nodePort!,
  protocol,
  service: name,
});

/** Who serves it. */
export const endpointParties = ({ endpoints, targetPort }: Service): Party[] =>
  endpoints.map((address) => ({ role: "endpoint", address, port: targetPort }));

/** Who asks. */
export const sourceParties = ({ network, first, last }: Addresses): Party[] =>
  Array.from({ length: last - first + 1 }, (_, at) => ({
    role: "source",
    address: `${network}.${first + at}`,
  }));

/** Somebody that is no Service. */
export const targetParty = (
  role: Party["role"],
  { address, port }: Target,
  protocol: string,
): Party => ({ role, address, port, protocol, service: null });

/** A port of the node's own, whose listener takes any address. */
export const listenerParty = (port: number): Party => ({
  role: "destination",
  address: null,
  port,
  protocol: "tcp",
});

/** As many as can matter each. */
export const MOST_NAMED = 4;
