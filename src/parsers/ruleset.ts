import type { RuleOwner } from "./rule-owners.ts";
import type { Endpoint, PortRange, ServiceProtocol } from "./rule-target.ts";

/** One address and port that the node translates, and where to. */
export interface ServiceRule {
  /** `namespace/name:port` as kube-proxy notes it beside its rules; null where it does not. Untrusted. */
  name: string | null;
  protocol: ServiceProtocol;
  /** Null for a NodePort, or any other rule that takes every address of the node. */
  address: string | null;
  port: number;
  /** Empty when the ruleset rejects the Service for want of endpoints (but see `cut`). */
  endpoints: Endpoint[];
  /**
   * True when it may have endpoints that are not listed: the rules were cut, name a long range, or
   * drop because no endpoint is local. Then no address may be called absent from it.
   */
  cut: boolean;
  /** The line of the rule, or of the map's element. */
  line: number;
}

/** A rule that keeps packets out of connection tracking. Null stands for "any". */
export interface NotrackRule {
  chain: string;
  protocol: ServiceProtocol | null;
  source: string | null;
  destination: string | null;
  sport: PortRange | null;
  dport: PortRange | null;
  line: number;
}

/** A rule that changes the source address. */
export interface MasqueradeRule {
  chain: string;
  protocol: ServiceProtocol | null;
  /** The address or network that it is for, as the rule spells it; null for any other. */
  destination: string | null;
  /** True when it is for all but that destination. */
  except: boolean;
  dport: PortRange | null;
  /** How many addresses it translates to. */
  addresses: number;
  /** These, `first-last` of a range; null where it takes those of the interface that a packet leaves by. */
  to: string | null;
  /** The ports that it may choose; null for the kernel's own choice. */
  toPorts: PortRange | null;
  randomFully: boolean;
  line: number;
}

/**
 * What a node's ruleset translates and what it leaves untracked.
 *
 * Source: `iptables-save`, `nft list ruleset` or `ipvsadm -Ln`. It is the live list of endpoints
 * that the node itself serves, without the API. kube-proxy's nftables mode exists since 1.29.
 */
export interface RulesetFact {
  services: ServiceRule[];
  notrack: NotrackRule[];
  masquerade: MasqueradeRule[];
  /** The first rule by which every client of a ClusterIP gets the node's address; null without one. */
  masqueradeAll: number | null;
  /** Addresses that the ruleset marks as a load balancer's; empty where it does not tell. */
  loadBalancerAddresses: string[];
  /** Rules of every kind; in IPVS, services and servers. */
  rules: number;
  /** Who made chains of it, as far as their names tell, each with the first line that shows it. */
  owners: ReadonlyMap<RuleOwner, number>;
  /** Translations that name no single address and port, such as of a whole network. */
  otherTranslations: number;
  /** Ports of the node's own that rules lead to whatever was asked, as those of a mesh's sidecar do. */
  redirects: PortRange[];
  /**
   * True when the text is cut or a ceiling left out services: then neither a destination nor an
   * endpoint that is not here says anything.
   */
  cut: boolean;
}
