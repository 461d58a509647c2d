import { isSure } from "../causes/finding.ts";
import type { Digest } from "../report/digest-contract.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import { isMachine, type Row, someOf } from "./row.ts";
import { byText } from "./text.ts";

type FleetCause = Fleet["causes"][number];

/** Whom a cause names on several nodes: how many are kept. */
const NAMED = 5;

/** What was found on the nodes, that of most nodes first: of the fleet, or of some of it. */
export function causesOf(rows: readonly Row[], titles: Digest["titles"]): FleetCause[] {
  const machines = rows.filter(isMachine);
  const found = new Map<string, Row[]>();
  for (const row of machines)
    for (const { cause } of row.node.causes) found.set(cause, [...(found.get(cause) ?? []), row]);
  return [...found]
    .map(([cause, on]) => causeOf(cause, on, machines, titles))
    .filter(({ nodes, possible }) => nodes + possible > 0)
    .sort(
      (a, b) =>
        b.nodes - a.nodes ||
        b.confirmed - a.confirmed ||
        b.possible - a.possible ||
        byText(a.cause, b.cause),
    );
}

function causeOf(
  cause: string,
  rows: readonly Row[],
  machines: readonly Row[],
  titles: Digest["titles"],
): FleetCause {
  const verdictOn = (row: Row) => row.node.causes.find((one) => one.cause === cause)!;
  const sure = rows.filter((row) => isSure(verdictOn(row).verdict));
  const judged = machines.filter(({ profile }) => !profile.notJudged.includes(cause)).length;
  const parties = new Map<string, number>();
  for (const row of sure)
    for (const name of verdictOn(row).parties) parties.set(name, (parties.get(name) ?? 0) + 1);
  return {
    cause,
    title: titles[cause] ?? cause,
    spread: spreadOver(sure.length, judged),
    nodes: sure.length,
    confirmed: sure.filter((row) => verdictOn(row).verdict === "confirmed").length,
    possible: rows.length - sure.length,
    judged,
    of: machines.length,
    parties: [...parties]
      .filter(([, nodes]) => nodes > 1)
      .sort(([a, x], [b, y]) => y - x || byText(a, b))
      .slice(0, NAMED)
      .map(([name, nodes]) => ({ name, nodes })),
    on: someOf(sure.length > 0 ? sure : rows),
  };
}

/** Of one node alone nothing is of all. */
const spreadOver = (nodes: number, judged: number): FleetCause["spread"] =>
  nodes <= 1 ? "one" : nodes >= judged ? "all" : nodes > judged / 2 ? "most" : "some";
