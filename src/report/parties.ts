import { mostNamed, worthNaming } from "../attribution/offenders.ts";
import type { NamedParty } from "../causes/cause.ts";
import type { Facts } from "../facts/facts.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import type { AnalysisFinding } from "./contract.ts";
import { withPods } from "./owners.ts";

type Party = AnalysisFinding["parties"][number];
type Offender = AnalysisFinding["offenders"]["sources"][number];

/**
 * Who a finding is about: those who hold a part of it worth naming. None where no single one does.
 *
 * @param entries what the cause holds
 */
export function partiesOf(
  { destinations, endpoints, sources }: AnalysisFinding["offenders"],
  entries: number | null,
): Party[] {
  const named = (role: Party["role"], list: readonly Offender[]): Party[] =>
    worthNaming(list, entries ?? 0).map((one) => ({
      role,
      ...partsOf(one.name),
      ...detailsOf(one),
    }));
  return [
    ...named("destination", destinations),
    ...named("endpoint", endpoints),
    ...named("source", sources),
  ];
}

/** Those whom a cause names by signals, as far as these are known. */
export function namedParties(
  names: readonly NamedParty[],
  readings: Readings,
  facts: Facts,
): Party[] {
  const value = (signal: SignalName) => readings.get(signal)?.value ?? null;
  return names.flatMap(({ role, name, entries, protocol }): Party[] => {
    const said = value(name);
    if (typeof said !== "string") return [];
    const count = entries === undefined ? null : value(entries);
    const named = mostNamed(namesIn(said, role));
    return withPods(
      named.map((one) => ({ ...one, entries: 0 })),
      facts,
    ).map(({ name: text, service, pod }) => {
      const parts = partsOf(text);
      return {
        role,
        ...parts,
        protocol: parts.protocol ?? protocol ?? null,
        service,
        pod,
        entries: count === null || named.length > 1 ? null : Number(count),
      };
    });
  });
}

/** Whom a name's text lists: `10.0.0.1:80/tcp, shop/web:http (10.0.0.2:80/tcp)`, `10.0.0.1:80/tcp to 10.0.0.9:80`. */
function namesIn(text: string, role: Party["role"]): { name: string; service: string | null }[] {
  if (!TRAFFIC.has(role)) return [{ name: text, service: null }];
  const all = text.split(", ").map((one) => {
    const [to = one, endpoint = to] = one.split(" to ");
    const [, service = null, name] = /^(\S+) \((\S+)\)$/.exec(to) ?? [];
    return { name: role === "endpoint" ? endpoint : (name ?? to), service };
  });
  return all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
}

const TRAFFIC: ReadonlySet<Party["role"]> = new Set<Party["role"]>([
  "source",
  "destination",
  "endpoint",
  "translated",
]);

const detailsOf = ({ service, pod, entries }: Offender) => ({ service, pod, entries });

/** What a socket that listens at every address has in place of one. */
const ANY: ReadonlySet<string> = new Set(["*", "0.0.0.0", "::"]);

/** `10.0.0.1:80/tcp`, `[fd00::1]:80`, `10.0.0.1`; of any address `*:80`, `80/tcp` and `80`. */
function partsOf(name: string): Pick<Party, "address" | "port" | "protocol"> {
  const text = /^\d{1,5}(?:\/|$)/.test(name) ? `*:${name}` : name;
  const match = /^(?:\[([^\]]+)\]|([^:/]+|[0-9a-f:]+))(?::(\d+))?(?:\/(\w+))?$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? name;
  return {
    address: ANY.has(address) ? null : address,
    port: match?.[3] === undefined ? null : Number(match[3]),
    protocol: match?.[4] ?? null,
  };
}
