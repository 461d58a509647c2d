import { formatSeconds } from "../../../format.ts";
import type { Fleet } from "../../fleet-contract.ts";
import type { Block, Content, Words } from "../document.ts";
import { columns, counted, number, says, text, value } from "../inline.ts";
import { part } from "../parts.ts";
import { nodeName } from "./parts.ts";

type Filling = Fleet["filling"][number];

const TITLE = "Who is full, and who fills up next";
const MOST = { terminal: 8, page: 100 };

/** Nodes by the time until they are full, and of the others why that cannot be told. */
export function filling({ filling: list, notFilling }: Fleet): Content[] {
  if (list.length === 0 && notFilling.length === 0) return [];
  const others: Block[] =
    notFilling.length === 0
      ? []
      : [
          {
            kind: "paragraph",
            words:
              list.length === 0 ? says`Unknown for all of them:` : says`Unknown for the others:`,
          },
          {
            kind: "list",
            items: notFilling.map(
              ({ why, nodes }) => says`${number(nodes)} ${nodes === 1 ? "node" : "nodes"}: ${why}.`,
            ),
          },
        ];
  const blocks = (most: number): Block[] => [
    ...(list.length === 0 ? [] : [table(list.slice(0, most))]),
    ...(list.length > most
      ? [{ kind: "paragraph" as const, words: says`And ${number(list.length - most)} more.` }]
      : []),
    ...others,
  ];
  return [
    { title: TITLE, blocks: blocks(MOST.page), terminal: [part(TITLE, ...blocks(MOST.terminal))] },
  ];
}

const table = (list: readonly Filling[]): Block => ({
  kind: "table",
  columns: columns(
    "Node",
    "Full in",
    counted("Growth"),
    counted("Entries"),
    counted("Limit"),
    "Demand",
  ),
  rows: list.map((one) => [
    nodeName(one),
    [text(one.seconds === null || one.seconds === 0 ? "is full" : formatSeconds(one.seconds))],
    one.growth === null ? says`unknown` : [value(one.growth, "entries/s")],
    one.entries === null ? says`unknown` : [number(one.entries)],
    one.limit === null ? says`unknown` : [number(one.limit)],
    demandOf(one),
  ]),
});

/** What it would hold if nothing were refused. */
function demandOf({ demand, seconds }: Filling): Words {
  if (demand === null) return says`unknown`;
  if (seconds !== 0) return says`as it is`;
  return demand.low === demand.high
    ? [number(demand.low)]
    : says`${number(demand.low)} to ${number(demand.high)}`;
}
