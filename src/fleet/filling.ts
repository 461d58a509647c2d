import type { Fleet } from "../report/fleet-contract.ts";
import { isMachine, ofRow, type Row } from "./row.ts";

/** Why of a node nobody can say when it is full; null where that can be said. */
function whyNot({ node }: Row): string | null {
  if (node.state === "exhausted") return null;
  if (node.limit === null) return "the limit is unknown";
  if (node.entries === null) return "the count is unknown";
  if (node.entries >= node.limit) return null;
  if (node.growth === null) return "the table was not watched over a window";
  if (node.growth <= 0) return "the table did not grow within the window";
  return node.secondsToFull === null
    ? "the table grew, but was watched for too short a time to say when it would be full"
    : null;
}

/** Who is full, then who fills up next, by the growth within the window; of the others why that cannot be told. */
export function fillingOf(rows: readonly Row[]): Pick<Fleet, "filling" | "notFilling"> {
  const machines = rows.filter(isMachine);
  const filling = machines
    .filter((row) => whyNot(row) === null)
    .map((row) => ({ ...ofRow(row), seconds: secondsOf(row), ...demandOf(row) }))
    // the order of rows, which is that of use, among those that are full
    .sort((a, b) => a.seconds - b.seconds);
  const reasons = new Map<string, number>();
  for (const row of machines) {
    const why = whyNot(row);
    if (why !== null) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  return {
    filling,
    notFilling: [...reasons].sort(([, a], [, b]) => b - a).map(([why, nodes]) => ({ why, nodes })),
  };
}

const secondsOf = ({ node }: Row): number =>
  node.state === "exhausted" ? 0 : (node.secondsToFull ?? 0);

const demandOf = ({ node }: Row) => ({
  entries: node.entries,
  limit: node.limit,
  growth: node.growth,
  demand: node.demand,
});
