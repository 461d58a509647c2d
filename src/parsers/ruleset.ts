import { LIMITS } from "../limits.ts";
import {
  type Endpoint,
  endpointsOf,
  MAX_RANGE,
  type PortRange,
  type ServiceProtocol,
  type Target,
} from "./rule-target.ts";
import { putBounded } from "./values.ts";

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

/** Programs that name their chains or tables after themselves. */
const OWNERS = {
  "kube-proxy": /^KUBE-|^kube-proxy$/,
  // kubelet makes these itself, also where another program takes kube-proxy's place
  kubelet: /^KUBE-(?:FIREWALL|KUBELET-CANARY|MARK-DROP|MARK-MASQ|POSTROUTING)$/,
  docker: /^DOCKER(?:-|$)/,
  cilium: /^(?:OLD_)?CILIUM_/,
  calico: /^cali-/,
  flannel: /^FLANNEL-/,
  istio: /^ISTIO_/,
  openstack: /^neutron-/,
  openwrt: /^zone_(?:lan|wan)_|^fw4$/,
  ufw: /^ufw-/,
  firewalld: /^firewalld$|_ZONES$/,
} as const satisfies Record<string, RegExp>;
export type RuleOwner = keyof typeof OWNERS;

/** Whose chain or table that is; null where its name does not tell. */
function ownerOf(name: string): RuleOwner | null {
  if (OWNERS.kubelet.test(name)) return "kubelet";
  for (const [owner, pattern] of Object.entries(OWNERS))
    if (pattern.test(name)) return owner as RuleOwner;
  return null;
}

/** What leads from one chain on: to another chain, or out of the ruleset to an endpoint. */
export type Step = { to: string } | { target: Target };

interface Match extends Omit<ServiceRule, "endpoints" | "port"> {
  ports: PortRange;
  step: Step | null;
  /** Kept even when it leads nowhere, since the rule itself says so. */
  known: boolean;
}

/** Steps that are walked to find all endpoints; 100,000 endpoints in five chains each. */
const MAX_STEPS = 2_000_000;

/** Collects rules in any order and follows the chains once all are known. */
export function rulesetBuilder() {
  const chains = new Map<string, Step[]>();
  const matches: Match[] = [];
  const notrack: NotrackRule[] = [];
  const masquerade: MasqueradeRule[] = [];
  const redirects: PortRange[] = [];
  const loadBalancers = new Set<string>();
  const owners = new Map<RuleOwner, number>();
  let rules = 0;
  let steps = 0;
  let otherTranslations = 0;
  let masqueradeAll: number | null = null;
  let cut = false;

  const add = <T>(list: T[], row: T) => {
    if (list.length < LIMITS.keysPerEntry) list.push(row);
    else cut = true;
  };
  /** Follows a chain; loops end because no chain is entered twice. */
  const follow = (from: string): { targets: Target[]; cut: boolean } => {
    const targets: Target[] = [];
    const seen = new Set([from]);
    const open = [from];
    for (const name of open) {
      for (const step of chains.get(name) ?? []) {
        if (++walked > MAX_STEPS) return { targets, cut: true };
        if ("target" in step) targets.push(step.target);
        else if (!seen.has(step.to)) {
          seen.add(step.to);
          open.push(step.to);
        }
      }
    }
    return { targets, cut: cutChains.has(from) || [...seen].some((name) => cutChains.has(name)) };
  };
  const cutChains = new Set<string>();
  const followed = new Map<string, { targets: Target[]; cut: boolean }>();
  let walked = 0;

  return {
    rule: () => {
      rules++;
    },
    /** A chain or a table, by its name. */
    named(name: string, line: number) {
      const owner = ownerOf(name);
      if (owner !== null && !owners.has(owner)) owners.set(owner, line);
    },
    other: () => {
      otherTranslations++;
    },
    /** To a port of the node's own; null keeps the port that was asked. */
    redirect(ports: PortRange | null) {
      otherTranslations++;
      if (ports !== null) add(redirects, ports);
    },
    step(chain: string, step: Step) {
      const known = chains.get(chain);
      if (steps >= LIMITS.keysPerEntry * 2) {
        cutChains.add(chain);
        cut = true;
      } else if (known !== undefined) {
        known.push(step);
        steps++;
      } else if (putBounded(chains, chain, [step])) steps++;
      else cut = true;
    },
    /** Says that the text ends before the ruleset does. */
    unfinished: () => {
      cut = true;
    },
    /** Marks a chain of which something could not be read. */
    cutChain: (chain: string) => {
      if (cutChains.size < LIMITS.keysPerEntry) cutChains.add(chain);
    },
    match: (match: Match) => {
      if (match.ports[1] - match.ports[0] >= MAX_RANGE) otherTranslations++;
      else add(matches, match);
    },
    notrack: (row: NotrackRule) => add(notrack, row),
    masquerade: (row: MasqueradeRule) => add(masquerade, row),
    masqueradesAll(line: number) {
      masqueradeAll ??= line;
    },
    loadBalancer(address: string) {
      if (loadBalancers.size < LIMITS.keysPerEntry) loadBalancers.add(address);
    },
    end(): RulesetFact {
      const services = new Map<string, ServiceRule & { seen: Set<string> }>();
      for (const { step, known, ports, ...match } of matches) {
        let found: { targets: Target[]; cut: boolean } = { targets: [], cut: false };
        if (step !== null && "to" in step) {
          found = followed.get(step.to) ?? follow(step.to);
          followed.set(step.to, found);
        } else if (step !== null) found = { targets: [step.target], cut: step.target.cut };
        if (found.targets.length === 0 && !found.cut && !known) continue;
        for (let port = ports[0]; port <= ports[1]; port++) {
          const key = `${match.protocol} ${match.address ?? "*"} ${port}`;
          const fresh = { ...match, port, endpoints: [], seen: new Set<string>() };
          const service = services.get(key) ?? fresh;
          if (!putBounded(services, key, service)) cut = true;
          service.name ??= match.name;
          service.cut ||= match.cut || found.cut || found.targets.some((target) => target.cut);
          for (const endpoint of found.targets.flatMap((target) => endpointsOf(target, port))) {
            if (++walked > MAX_STEPS) {
              service.cut = true;
              break;
            }
            const id = `${endpoint.address} ${endpoint.port}`;
            if (!service.seen.has(id)) service.endpoints.push(endpoint);
            service.seen.add(id);
          }
        }
      }
      return {
        services: [...services.values()].map(({ seen: _, ...service }) => service),
        notrack,
        masquerade,
        masqueradeAll,
        loadBalancerAddresses: [...loadBalancers],
        rules,
        owners,
        otherTranslations,
        redirects,
        cut,
      };
    },
  };
}
