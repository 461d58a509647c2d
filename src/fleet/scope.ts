import { FROM_WORST } from "../causes/state.ts";
import { codeSpan, formatNumber } from "../format.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import { STATE_WORDS } from "../report/words.ts";
import { isPressed, type Row } from "./row.ts";

export const statesOf = (machines: readonly Row[]): Fleet["states"] =>
  FROM_WORST.map((state) => ({
    state,
    nodes: machines.filter(({ node }) => node.state === state).length,
  })).filter(({ nodes }) => nodes > 0);

/** How many of the nodes whose state is known are under pressure. */
export function scopeOf(machines: readonly Row[]): Fleet["scope"] {
  const known = machines.filter(({ node }) => node.state !== "unknown").length;
  const pressed = machines.filter(isPressed).length;
  if (known === 0) return "unknown";
  if (pressed <= 1) return pressed === 0 ? "none" : "one";
  return pressed === known ? "all" : pressed > known / 2 ? "most" : "some";
}

export const nodes = (count: number): string =>
  count === 1 ? "1 node" : `${formatNumber(count)} nodes`;
export const nameOf = ({ host, namespace }: Pick<Row["node"], "host" | "namespace">): string =>
  `${host === null ? "a node without a name" : codeSpan(host)}${namespace === null ? "" : `, ${codeSpan(namespace)}`}`;

/** What the report is headed with: one node or all. */
export function titleOf(scope: Fleet["scope"], machines: readonly Row[]): string {
  const all = machines.length;
  const pressed = machines.filter(isPressed);
  const state = STATE_WORDS[pressed[0]?.node.state ?? "unknown"];
  if (all === 0) return "no node could be read";
  switch (scope) {
    case "unknown":
      return `state of ${nodes(all)} unknown`;
    case "none":
      return all === 1 ? "one node, not under pressure" : `none of ${nodes(all)} under pressure`;
    case "one":
      return all === 1 ? `one node, ${state}` : `one node of ${formatNumber(all)} is ${state}`;
    case "all":
      return pressed.length === all
        ? `all ${nodes(all)} under pressure`
        : `${formatNumber(pressed.length)} of ${nodes(all)} under pressure, the others unknown`;
    default:
      return `${formatNumber(pressed.length)} of ${nodes(all)} under pressure`;
  }
}
