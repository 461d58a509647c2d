import { latest } from "../facts/facts.ts";
import type { NamespaceCount } from "../parsers/namespace-counts.ts";
import type { SignalContext } from "./signal.ts";

/** A network namespace by its inode and whose it is: its pod, else what `ip netns` or its process is called. */
export function nameOf(
  { netns, pod, comm, pid }: NamespaceCount,
  names: ReadonlyMap<string, string>,
): string {
  const given = names.get(netns);
  // those that a network plugin gives say nothing
  const owner = pod ?? (given === undefined || given.startsWith("cni-") ? comm : given);
  return owner === null ? netns : `${netns} (${owner}${pid === null ? "" : `, pid ${pid}`})`;
}

/** The other network namespace whose table is fullest, with its share of the one global limit. */
export function fullest({ facts }: SignalContext): {
  one: NamespaceCount;
  share: number;
  name: string;
} | null {
  const fact = latest(facts, "namespace-counts")?.fact;
  const shares = (fact?.namespaces ?? []).flatMap((one) =>
    one.count === null || one.max === null || one.max <= 0
      ? []
      : { one, share: one.count / one.max, name: nameOf(one, fact!.names) },
  );
  return shares.reduce<(typeof shares)[number] | null>(
    (most, one) => (most === null || one.share > most.share ? one : most),
    null,
  );
}
