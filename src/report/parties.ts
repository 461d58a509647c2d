import { worthNaming } from "../attribution/offenders.ts";
import type { AnalysisFinding } from "./contract.ts";

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
