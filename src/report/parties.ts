import { worthNaming } from "../attribution/offenders.ts";
import type { NamedParty } from "../causes/cause.ts";
import type { Facts } from "../facts/facts.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import type { AnalysisFinding } from "./contract.ts";
import { withPods } from "./offenders.ts";

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
  return names.flatMap(({ role, name, entries }): Party[] => {
    const said = value(name);
    if (typeof said !== "string") return [];
    const count = entries === undefined ? null : value(entries);
    const [party] = withPods([{ name: said, service: null, entries: 0 }], facts);
    return [
      {
        role,
        ...partsOf(said),
        service: null,
        pod: party!.pod,
        entries: count === null ? null : Number(count),
      },
    ];
  });
}

const detailsOf = ({ service, pod, entries }: Offender) => ({ service, pod, entries });

/** `10.0.0.1:80/tcp`, `[fd00::1]:80`, `10.0.0.1`. */
function partsOf(name: string): Pick<Party, "address" | "port" | "protocol"> {
  const match = /^(?:\[([^\]]+)\]|([^:/]+|[0-9a-f:]+))(?::(\d+))?(?:\/(\w+))?$/.exec(name);
  return {
    address: match?.[1] ?? match?.[2] ?? name,
    port: match?.[3] === undefined ? null : Number(match[3]),
    protocol: match?.[4] ?? null,
  };
}
