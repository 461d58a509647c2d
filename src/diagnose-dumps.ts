import type { Attribution } from "./attribution/attribution.ts";
import { scaled } from "./attribution/scale.ts";
import type { Read } from "./evidence.ts";
import { daysBetween } from "./facts/day.ts";
import { type Around, type Excerpt, judgeRows } from "./facts/excerpt.ts";
import { type Facts, type Found, found, latest, newestFirst } from "./facts/facts.ts";

/** Whether the dumps' rows are a table, a sample of one, or an excerpt that is not judged. */
export function judgedDumps(
  facts: Facts,
  dumps: readonly Found<"conntrack-table">[],
  damage: string | null,
  evidence: Read,
  told: Pick<Around, "count" | "max">,
): Excerpt {
  if (damage !== null) {
    const reason = `the dump may be wrong (${damage}), so its rows are not judged`;
    return { is: "excerpt", reason };
  }
  if (dumps.length === 0) return { is: "whole" };
  const isCut = dumps.some(({ entry }) => evidence.cut.has(entry));
  return judgeRows(dumps, {
    ...told,
    daysApart: daysApart(facts, dumps),
    cut: evidence.lost !== "nothing" || isCut,
    lacks: evidence.lost === "inputs" && !isCut,
    collector: collectorSays(facts, dumps),
  });
}

/** What is judged by: the rows as they are, a random sample scaled to the whole, or nothing. */
export function judged(attribution: Attribution | null, excerpt: Excerpt): Attribution | null {
  if (attribution === null || excerpt.is === "excerpt") return null;
  return excerpt.is === "whole"
    ? attribution
    : scaled(attribution, excerpt.of / attribution.entries);
}

/** Days between the dumps that are judged and the newest count beside them. */
function daysApart(facts: Facts, dumps: readonly Found<"conntrack-table">[]): number {
  const counted = newestFirst(found(facts, "sysctl")).find(({ fact }) =>
    fact.values.has("net.netfilter.nf_conntrack_count"),
  );
  return counted === undefined ? 0 : Math.min(...dumps.map((dump) => daysBetween(dump, counted)));
}

/** Whether our own collector took the dump, and says that it is whole. */
function collectorSays(
  facts: Facts,
  dumps: readonly Found<"conntrack-table">[],
): Around["collector"] {
  if (dumps.some(({ origin }) => origin.layout !== "conntriage")) return null;
  const files = latest(facts, "manifest")?.fact.files ?? [];
  return files.some(({ path, cut }) => cut && path.startsWith("dump/")) ? "cut" : "whole";
}
