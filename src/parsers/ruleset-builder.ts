import { LIMITS } from "../limits.ts";
import { RuleChains, type Step } from "./rule-chains.ts";
import { ownerOf, type RuleOwner } from "./rule-owners.ts";
import { endpointsOf, MAX_RANGE, type PortRange } from "./rule-target.ts";
import type { MasqueradeRule, NotrackRule, RulesetFact, ServiceRule } from "./ruleset.ts";
import { putBounded } from "./values.ts";

interface Match extends Omit<ServiceRule, "endpoints" | "port"> {
  ports: PortRange;
  step: Step | null;
  /** Kept even when it leads nowhere, since the rule itself says so. */
  known: boolean;
}

/** Collects rules in any order and follows the chains once all are known. */
export function rulesetBuilder() {
  const chains = new RuleChains();
  const matches: Match[] = [];
  const loadBalancers = new Set<string>();
  const owners = new Map<RuleOwner, number>();
  const notrack: NotrackRule[] = [];
  const masquerade: MasqueradeRule[] = [];
  const redirects: PortRange[] = [];
  let rules = 0;
  let otherTranslations = 0;
  let masqueradeAll: number | null = null;
  let cut = false;

  const add = <T>(list: T[], row: T) => {
    if (list.length < LIMITS.keysPerEntry) list.push(row);
    else cut = true;
  };

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
      if (!chains.add(chain, step)) cut = true;
    },
    /** Says that the text ends before the ruleset does. */
    unfinished: () => {
      cut = true;
    },
    /** Marks a chain of which something could not be read. */
    cutChain: (chain: string) => chains.cut(chain),
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
      const { services, isWhole } = servicesOf(matches, chains);
      return {
        services,
        notrack,
        masquerade,
        masqueradeAll,
        loadBalancerAddresses: [...loadBalancers],
        rules,
        owners,
        otherTranslations,
        redirects,
        cut: cut || !isWhole,
      };
    },
  };
}

/** The services of all rules that match one, each with the endpoints that its rules lead to. */
function servicesOf(matches: readonly Match[], chains: RuleChains) {
  const services = new Map<string, ServiceRule & { seen: Set<string> }>();
  let isWhole = true;
  for (const { step, known, ports, ...match } of matches) {
    const reached = chains.reached(step);
    if (reached.targets.length === 0 && !reached.cut && !known) continue;
    for (let port = ports[0]; port <= ports[1]; port++) {
      const key = `${match.protocol} ${match.address ?? "*"} ${port}`;
      const fresh = { ...match, port, endpoints: [], seen: new Set<string>() };
      const service = services.get(key) ?? fresh;
      if (!putBounded(services, key, service)) isWhole = false;
      service.name ??= match.name;
      service.cut ||= match.cut || reached.cut || reached.targets.some((target) => target.cut);
      for (const endpoint of reached.targets.flatMap((target) => endpointsOf(target, port))) {
        if (!chains.mayWalk()) {
          service.cut = true;
          break;
        }
        const id = `${endpoint.address} ${endpoint.port}`;
        if (!service.seen.has(id)) service.endpoints.push(endpoint);
        service.seen.add(id);
      }
    }
  }
  return { services: [...services.values()].map(({ seen: _, ...service }) => service), isWhole };
}
