/**
 * The rules of kube-proxy's iptables mode for a list of Services, as text for iptables-restore.
 *
 * Chains, order, matches and comments are those that kube-proxy writes, because they are what tells
 * a reader of `iptables-save` which Services and endpoints a node serves.
 */
import type { Service } from "./cluster.ts";

/** The pods of the whole cluster: what comes from elsewhere is masqueraded. */
const CLUSTER_CIDR = "10.244.0.0/16";

/** Lines of iptables-restore, and how many of them are rules. */
export interface Ruleset {
  readonly text: string;
  readonly rules: { readonly filter: number; readonly nat: number };
}

interface Table {
  readonly chains: readonly string[];
  readonly rules: readonly string[];
}

/** `others` are rules of the nat table that some other component of the node has written. */
export function ruleset(services: readonly Service[], others: readonly string[] = []): Ruleset {
  const nat = natTable(services, others);
  const filter = filterTable(services.filter((service) => service.endpoints.length === 0));
  return {
    text: `${tableText("filter", filter)}${tableText("nat", nat)}`,
    rules: { filter: filter.rules.length, nat: nat.rules.length },
  };
}

function filterTable(silent: readonly Service[]): Table {
  const portals = '-m conntrack --ctstate NEW -m comment --comment "kubernetes service portals"';
  return {
    chains: ["KUBE-SERVICES", "KUBE-FORWARD"],
    rules: [
      `-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD`,
      `-A FORWARD ${portals} -j KUBE-SERVICES`,
      `-A OUTPUT ${portals} -j KUBE-SERVICES`,
      "-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP",
      '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT',
      '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      ...silent.map(
        (service) =>
          `-A KUBE-SERVICES ${matchOf(service, "has no endpoints")} -j REJECT --reject-with icmp-port-unreachable`,
      ),
    ],
  };
}

function natTable(services: readonly Service[], others: readonly string[]): Table {
  const served = services.filter((service) => service.endpoints.length > 0);
  const exposed = served.filter((service) => service.nodePort !== undefined);
  return {
    chains: [
      "KUBE-MARK-MASQ",
      "KUBE-NODEPORTS",
      "KUBE-POSTROUTING",
      "KUBE-SERVICES",
      ...exposed.map((service) => chainOf("EXT", service)),
      ...served.flatMap((service) => service.endpoints.map((pod) => chainOf("SEP", service, pod))),
      ...served.map((service) => chainOf("SVC", service)),
    ],
    rules: [
      '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
      '-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
      '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
      ...others,
      "-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000",
      "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
      "-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000",
      '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
      ...exposed.flatMap(nodePortRules),
      ...served.flatMap(endpointRules),
      ...served.map(
        (service) =>
          `-A KUBE-SERVICES ${matchOf(service, "cluster IP")} -j ${chainOf("SVC", service)}`,
      ),
      '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
      ...served.flatMap(balancingRules),
    ],
  };
}

function nodePortRules(service: Service): string[] {
  const { name, protocol, nodePort } = service;
  const chain = chainOf("EXT", service);
  return [
    `-A KUBE-NODEPORTS -p ${protocol} -m comment --comment "${name}" -m ${protocol} --dport ${nodePort} -j ${chain}`,
    `-A ${chain} -m comment --comment "masquerade traffic for ${name} external destinations" -j KUBE-MARK-MASQ`,
    `-A ${chain} -j ${chainOf("SVC", service)}`,
  ];
}

function endpointRules(service: Service): string[] {
  const { name, protocol, targetPort } = service;
  return service.endpoints.flatMap((pod) => {
    const chain = chainOf("SEP", service, pod);
    return [
      `-A ${chain} -s ${pod}/32 -m comment --comment "${name}" -j KUBE-MARK-MASQ`,
      `-A ${chain} -p ${protocol} -m comment --comment "${name}" -m ${protocol} -j DNAT --to-destination ${pod}:${targetPort}`,
    ];
  });
}

/** The k-th of n endpoints takes one in n − k of what reaches its rule, so that each takes 1/n. */
function balancingRules(service: Service): string[] {
  const chain = chainOf("SVC", service);
  const { endpoints, name, targetPort } = service;
  return [
    `-A ${chain} ! -s ${CLUSTER_CIDR} ${matchOf(service, "cluster IP")} -j KUBE-MARK-MASQ`,
    ...endpoints.map((pod, place) => {
      const left = endpoints.length - place;
      const chance =
        left > 1 ? ` -m statistic --mode random --probability ${(1 / left).toFixed(10)}` : "";
      return `-A ${chain} -m comment --comment "${name} -> ${pod}:${targetPort}"${chance} -j ${chainOf("SEP", service, pod)}`;
    }),
  ];
}

const matchOf = ({ name, protocol, address, port }: Service, what: string): string =>
  `-d ${address}/32 -p ${protocol} -m comment --comment "${name} ${what}" -m ${protocol} --dport ${port}`;

/** Of the protocols, in IP. */
const NUMBERS = { tcp: 6, udp: 17 } as const;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * `KUBE-SVC-` and the like and sixteen base-32 characters, as kube-proxy names chains. It hashes;
 * here the characters spell the Service's address, port and endpoint, because thousands of hashes
 * would be most of a sample's bytes.
 */
function chainOf(kind: "SVC" | "EXT" | "SEP", service: Service, pod = "0.0.0.0"): string {
  const [, , ...podEnd] = pod.split(".");
  const { address, port, protocol } = service;
  const bytes = [...address.split("."), port >> 8, port & 255, NUMBERS[protocol], ...podEnd, 0];
  const bits = bytes.map((byte) => Number(byte).toString(2).padStart(8, "0")).join("");
  const letters = Array.from({ length: 16 }, (_, place) => bits.slice(place * 5, place * 5 + 5));
  return `KUBE-${kind}-${letters.map((five) => BASE32[Number.parseInt(five, 2)]).join("")}`;
}

const tableText = (name: string, { chains, rules }: Table): string =>
  [`*${name}`, ...chains.map((chain) => `:${chain} - [0:0]`), ...rules, "COMMIT", ""].join("\n");
