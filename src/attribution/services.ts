import type { Place } from "../errors.ts";
import type { AddressIndex } from "../parsers/conntrack-table/addresses.ts";
import type { RulesetFact } from "../parsers/ruleset.ts";
import { ipv4Number, ipv6Canonical } from "./addresses.ts";
import { addressOf, nameOf, type Service, type Services } from "./service.ts";

/** Numbers of IPv6 addresses start above all IPv4 ones; -1 is an address that no rule names. */
const IPV6_BASE = 2 ** 32;

/**
 * Collects the Services of every ruleset of the bundle, and the addresses that live where there is a list
 * of pods or of endpoints. Without a ruleset, `known` is false.
 *
 * @param all whether these are all rules of the node that translate a destination
 */
export function collectServices(
  rulesets: readonly {
    entry: string;
    fact: Pick<RulesetFact, "services" | "cut"> &
      Partial<Pick<RulesetFact, "notrack" | "redirects">>;
  }[],
  lists: readonly { fact: { byAddress: ReadonlyMap<string, unknown> } }[] = [],
  all = false,
): Services {
  const ipv6 = new Map<string, number>();
  const number = (text: string): number | null => {
    const v4 = ipv4Number(text);
    if (v4 !== null) return v4 >>> 0;
    const canonical = ipv6Canonical(text);
    if (canonical === null) return null;
    const known = ipv6.get(canonical) ?? IPV6_BASE + ipv6.size;
    ipv6.set(canonical, known);
    return known;
  };
  const endpoint = (address: number, port: number): number => address * 65_536 + port;
  const byAddress = new Map<number, Service>();
  const byNodePort = new Map<number, Service>();
  /** Where Services are, by the first half of the addresses that kube-proxy names: their range is seldom smaller. */
  const ranges = new Map<number, Place>();
  const key = (udp: boolean, address: number, port: number): number =>
    endpoint(address, port) * 2 + (udp ? 1 : 0);

  const untracked = new Set(
    rulesets
      .flatMap(({ fact }) => fact.notrack ?? [])
      .flatMap(({ source, destination }) => [source, destination])
      .flatMap((one) => (one === null ? [] : (number(one.split("/")[0]!) ?? []))),
  );

  const redirects = rulesets.flatMap(({ fact }) => fact.redirects ?? []);

  for (const { entry, fact } of rulesets) {
    for (const rule of fact.services) {
      if (rule.protocol === "sctp") continue;
      const udp = rule.protocol === "udp";
      const address = rule.address === null ? 0 : number(rule.address);
      if (address === null) continue;
      const target = rule.address === null ? byNodePort : byAddress;
      if (all && rule.address !== null && rule.name !== null)
        ranges.set(Math.floor(address / 65_536), { entry, line: 1 });
      const at = key(udp, address, rule.port);
      // iptables-save and nft may show the same rules, of which only the first has kube-proxy's comments
      const known = target.get(at);
      const endpoints = new Set(known?.endpoints ?? []);
      for (const to of rule.endpoints) {
        const n = number(to.address);
        if (n !== null) endpoints.add(endpoint(n, to.port));
      }
      const isNamed = rule.name !== null || known?.isNamed === true;
      target.set(at, {
        isNamed,
        name: known !== undefined && rule.name === null ? known.name : nameOf(rule),
        address: addressOf(rule),
        nodePort: rule.address === null,
        // an address of another program's rule may be the node's own
        answersItself:
          rule.address === null || !isNamed || endpoints.size === 0 || untracked.has(address),
        endpoints,
        whole: !rule.cut && !fact.cut && (known?.whole ?? true),
        place: known?.place ?? { entry, line: rule.line },
      });
    }
  }

  const serving = new Set<number>();
  for (const { endpoints } of [...byAddress.values(), ...byNodePort.values()])
    for (const one of endpoints) serving.add(Math.floor(one / 65_536));
  const alive = new Set<number>();
  for (const { fact } of lists)
    for (const address of fact.byAddress.keys()) {
      const n = number(address);
      if (n !== null) alive.add(n);
    }

  const translated = new WeakMap<AddressIndex, Float64Array>();
  return {
    known: rulesets.length > 0 && byAddress.size + byNodePort.size > 0,
    count: byAddress.size,
    of: (udp, address, port) =>
      address < 0
        ? byNodePort.get(key(udp, 0, port))
        : (byAddress.get(key(udp, address, port)) ?? byNodePort.get(key(udp, 0, port))),
    gone(udp, address, port) {
      const place = ranges.get(Math.floor(address / 65_536));
      if (place === undefined || address >= IPV6_BASE) return undefined;
      const name = `a deleted Service:${port}/${udp ? "udp" : "tcp"}`;
      const none = { isNamed: false, endpoints: new Set<number>(), nodePort: false };
      return { ...none, name, address: name, answersItself: true, whole: true, place };
    },
    address(word, isIpv6, index) {
      if (!isIpv6) return word >>> 0;
      let numbers = translated.get(index);
      if (numbers === undefined) {
        numbers = new Float64Array(index.size).fill(-1);
        // most nodes have no rules of IPv6: then there is nothing to look up
        if (ipv6.size > 0)
          for (const id of numbers.keys())
            numbers[id] = ipv6.get(ipv6Canonical(index.text(id)) ?? "") ?? -1;
        translated.set(index, numbers);
      }
      return numbers[word]!;
    },
    endpoint,
    redirected: (port) => redirects.some(([first, last]) => first <= port && port <= last),
    lives: (address) => alive.has(address),
    serves: (address) => alive.has(address) || serving.has(address),
  };
}
