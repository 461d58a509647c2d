import type { Place } from "../errors.ts";
import type { AddressIndex } from "../parsers/conntrack-table/addresses.ts";
import type { ServiceRule } from "../parsers/ruleset.ts";

/** A Service as the node's own rules serve it now. */
export interface Service {
  /** `namespace/name:port`, or the address when no comment names it. */
  name: string;
  /** Whether kube-proxy's comments name it. */
  isNamed: boolean;
  /** `address:port/protocol` of the ClusterIP, external IP or NodePort. */
  address: string;
  endpoints: ReadonlySet<number>;
  nodePort: boolean;
  /**
   * False where nothing can listen on its address: kube-proxy names it, it has endpoints, is no NodePort, and
   * no rule keeps its packets out of the table, as those of a cache on the node do.
   */
  answersItself: boolean;
  /** False when the ruleset's endpoints could not all be read: then none may be called absent. */
  whole: boolean;
  place: Place;
}

/** Finds Services and judges reply sources, by numbers, since a table asks a million times. */
export interface Services {
  known: boolean;
  count: number;
  /** The Service whose entry a flow is, or undefined. */
  of(udp: boolean, address: number, port: number): Service | undefined;
  /**
   * The Service that an IPv4 flow was translated by and that is no more, or undefined where the rules do not tell
   * which there are not.
   */
  gone(udp: boolean, address: number, port: number): Service | undefined;
  /** The number of an IPv4 or IPv6 word of a table's row, as `of` and `endpoints` count them. */
  address(word: number, ipv6: boolean, index: AddressIndex): number;
  endpoint(address: number, port: number): number;
  /** Whether a rule leads to that port of the node's own, whatever was asked. */
  redirected(port: number): boolean;
  /** Whether the API lists an address, as a pod's or an endpoint's: it may have left its Service and yet serve. */
  lives(address: number): boolean;
  /** Whether some Service has an endpoint of that address, or the API lists it. */
  serves(address: number): boolean;
}

/** What a rule is for, as a report spells it. */
export const addressOf = (rule: ServiceRule): string => {
  // kube-proxy names its own: what has no name is another program's published port
  const address = rule.address ?? (rule.name === null ? "*" : "NodePort");
  return `${address.includes(":") ? `[${address}]` : address}:${rule.port}/${rule.protocol}`;
};

/** The name of its Service; what no comment names is called by its address. */
export const nameOf = (rule: ServiceRule): string => rule.name ?? addressOf(rule);
