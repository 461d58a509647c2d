import { ipv6Canonical } from "../attribution/addresses.ts";
import type { Offender } from "../attribution/offenders.ts";
import { type Facts, found } from "../facts/facts.ts";

/** Offenders with the pods behind their addresses, where the bundle tells of pods. */
export const withPods = (offenders: readonly Offender[], facts: Facts) =>
  offenders.map((one) => ({ ...one, pod: podAt(facts, addressOf(one.name)), process: null }));

/**
 * Sources with the pods behind their addresses, and behind the node's own the process with most connections:
 * to one of these destinations, if there is one.
 */
export const withOwners = (
  sources: readonly Offender[],
  facts: Facts,
  destinations: readonly Offender[] = [],
) =>
  withPods(sources, facts).map((one) => {
    const process = processAt(facts, addressOf(one.name), destinations);
    // no pod has an address of the node's own but those that share it
    return process === null ? one : { ...one, pod: null, process };
  });

/** The address of an offender's name, which may have a port and a protocol behind it. */
const addressOf = (name: string): string =>
  name.startsWith("[") ? name.slice(1, name.indexOf("]")) : name.replace(/:\d+(?:\/\w+)?$/, "");

const canonical = (address: string): string => ipv6Canonical(address) ?? address;

const known = new WeakMap<Facts, ReadonlyMap<string, string>>();

/** `namespace/name` of the pod at an address: as a list of pods has it, or the node's own network namespaces. */
function podAt(facts: Facts, address: string): string | null {
  const pods = known.get(facts) ?? podsOf(facts);
  known.set(facts, pods);
  return pods.get(canonical(address)) ?? null;
}

function podsOf(facts: Facts): ReadonlyMap<string, string> {
  const pods = new Map<string, string>();
  for (const { fact } of found(facts, "namespace-counts"))
    for (const [address, pod] of fact.byAddress) pods.set(canonical(address), pod);
  for (const { fact } of [...found(facts, "pods")].reverse())
    for (const [address, { namespace, name }] of fact.byAddress)
      if (!fact.shared.has(address)) pods.set(canonical(address), `${namespace}/${name}`);
  return pods;
}

function processAt(
  facts: Facts,
  address: string,
  destinations: readonly Offender[],
): string | null {
  const own = found(facts, "socket-owners")
    .flatMap(({ fact }) => fact.owners)
    .filter(({ local }) => canonical(local) === canonical(address));
  const named = new Set(destinations.map(({ name }) => name));
  const there = own.filter(({ peer, protocol }) => named.has(`${peer}/${protocol}`));
  const sockets = new Map<number, number>();
  for (const one of there.length > 0 ? there : own)
    sockets.set(one.pid, (sockets.get(one.pid) ?? 0) + one.sockets);
  const [most] = [...sockets].sort(([a, x], [b, y]) => y - x || a - b);
  const owner = own.find(({ pid }) => pid === most?.[0]);
  if (owner === undefined) return null;
  return `${owner.comm}${owner.pod === null ? "" : ` of ${owner.pod}`} (pid ${owner.pid})`;
}
