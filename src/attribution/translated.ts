import type { Place } from "../errors.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf, SNAT, TRANSLATED } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import type { MasqueradeRule } from "../parsers/ruleset.ts";
import { Largest } from "./largest.ts";
import { ipv4Network, type Network } from "./networks.ts";
import { flagsOf, isIpv6, isUdp, type Offender, type Slot } from "./offenders.ts";
import { IS_UDP } from "./use-ids.ts";

/** A rule that translates sources, with its place. */
export interface Translation {
  entry: string;
  rule: MasqueradeRule;
}

/** A destination and the source ports that are left towards it: each entry towards it takes one. */
export interface PortUse extends Offender {
  /** Ports that the rule may choose towards it, on all its addresses together. */
  ports: number;
  /** Of its entries, those of connections that are closed (TIME_WAIT). */
  closed: number;
  /** The addresses to which that rule translates; null where it names none. */
  to: string | null;
  /** The rule, where one is known. */
  place: Place | null;
}

/** Ports from which the kernel chooses where no rule names any: 1024 to 65535. */
export const OWN_CHOICE = 65_536 - 1024;
/** Rules that are told apart: the most particular ones. */
const MOST_RULES = 32;

/** What one rule, or the kernel's own choice, translates to. */
interface Group {
  fits(address: number, port: number, flags: number): boolean;
  ports: number;
  to: string | null;
  place: Place | null;
}

/** The more a rule asks of a packet, the sooner it is taken for the one that translated it. */
const particular = ({ destination, except, protocol, dport }: MasqueradeRule): number =>
  (destination === null || except ? 0 : Number(destination.split("/")[1] ?? 128) + 2) +
  (dport === null ? 0 : 200) +
  Number(protocol !== null);

const portsOf = ({ toPorts, addresses }: MasqueradeRule): number =>
  (toPorts === null ? OWN_CHOICE : toPorts[1] - toPorts[0] + 1) * addresses;

function groupOf({ entry, rule }: Translation): Group {
  const { destination, except, protocol, dport } = rule;
  const network: Network | null = destination === null ? null : ipv4Network(destination);
  return {
    ports: portsOf(rule),
    to: rule.to,
    place: { entry, line: rule.line },
    fits(address, port, flags) {
      if (protocol !== null && protocol !== (isUdp(flags) ? "udp" : "tcp")) return false;
      if (dport !== null && (port < dport[0] || port > dport[1])) return false;
      if (destination === null) return true;
      return network !== null && !isIpv6(flags) && network(address) !== except;
    },
  };
}

/** Of rules that ask the same of a packet, the one with most room, so that none is called full that is not. */
function groupsOf(translations: readonly Translation[]): Group[] {
  const rules = new Map<string, Translation>();
  for (const one of translations) {
    const { destination, except, protocol, dport } = one.rule;
    const key = `${destination?.replace(/\/(?:32|128)$/, "")} ${except} ${protocol} ${dport}`;
    const known = rules.get(key);
    if (known === undefined || portsOf(known.rule) < portsOf(one.rule)) rules.set(key, one);
  }
  const sorted = [...rules.values()].sort((a, b) => particular(b.rule) - particular(a.rule));
  const own: Group = { fits: () => true, ports: OWN_CHOICE, to: null, place: null };
  return [...sorted.slice(0, MOST_RULES).map(groupOf), own];
}

const CLOSED = metasOf((meta) => (meta & SNAT) !== 0 && (meta & CLASS_MASK) === CLASS["time-wait"]);

/** The destination towards which least is left of the source ports that its rule may choose. */
export function fullestOf(
  { flows }: TableFact,
  translations: readonly Translation[],
  name: (slot: Slot) => string,
): PortUse | null {
  const groups = groupsOf(translations).map((group) => ({
    ...group,
    largest: new Largest(flows.size),
  }));
  let again = true;
  while (again) {
    flows.forEach((_, address, ports, meta, count) => {
      const flags = flagsOf(0, IS_UDP[meta & CLASS_MASK]!, (meta & IPV6) !== 0);
      const port = ports & 0xffff;
      // the last one takes all
      let group = 0;
      while (!groups[group]!.fits(address, port, flags)) group++;
      groups[group]!.largest.add(address, port, flags, count);
    }, TRANSLATED);
    again = groups.map(({ largest }) => largest.again()).includes(true);
  }
  const uses = groups.flatMap(({ largest, ports, to, place }) => {
    const [top] = largest.top;
    if (top === undefined) return [];
    const about = { name: name(top), service: null, entries: top.entries, top };
    // more than the rule has room for: another one translated them
    return top.entries > ports
      ? [{ ...about, ports: Math.max(OWN_CHOICE, top.entries), to: null, place: null }]
      : [{ ...about, ports, to, place }];
  });
  const [most] = uses.sort((a, b) => b.entries / b.ports - a.entries / a.ports);
  if (most === undefined) return null;
  const { top, ...use } = most;
  let closed = 0;
  flows.forEach((_, address, ports, meta, count) => {
    const isTop = address === top.address && (ports & 0xffff) === top.port;
    if (isTop && ((meta & IPV6) !== 0) === isIpv6(top.flags)) closed += count;
  }, CLOSED);
  return { ...use, closed };
}
