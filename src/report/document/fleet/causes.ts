import type { Fleet } from "../../fleet-contract.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, columns, counted, joined, number, says, text } from "../inline.ts";
import { part } from "../parts.ts";
import { prose } from "../prose.ts";
import { fewNodes } from "./parts.ts";

type Cause = Fleet["causes"][number];

const SPREADS: Record<Cause["spread"], string> = {
  all: "all nodes",
  most: "most nodes",
  some: "some nodes",
  one: "one node",
};
const MOST = { terminal: 8, page: 60 };

/** Causes with the nodes on which they are: what is common to all stands before what is local. */
export function fleetCauses({ causes }: Fleet): Content[] {
  if (causes.length === 0) return [];
  const title = "Causes, common and local";
  const lead: Block = {
    kind: "paragraph",
    words: says`Found: confirmed or likely. Judged: nodes whose bundles hold its inputs. ${code("conntriage causes ID")} explains one; the report of a node has its remedies.`,
  };
  return [
    {
      title,
      blocks: [lead, table(causes.slice(0, MOST.page), 8), ...named(causes.slice(0, MOST.page))],
      terminal: [
        part(
          title,
          lead,
          table(causes.slice(0, MOST.terminal), 2),
          ...left(causes.length - MOST.terminal),
          ...named(causes.slice(0, MOST.terminal)),
        ),
      ],
    },
  ];
}

const left = (count: number): Block[] =>
  count <= 0 ? [] : [{ kind: "paragraph", words: says`And ${number(count)} more on fewer nodes.` }];

const table = (list: readonly Cause[], nodes: number): Block => ({
  kind: "table",
  columns: columns(
    "Cause",
    "On",
    counted("Found"),
    counted("Judged"),
    counted("Possible"),
    "Nodes",
  ),
  rows: list.map((one) => [
    [code(one.cause)],
    [text(one.nodes === 0 ? "none for sure" : SPREADS[one.spread])],
    [number(one.nodes)],
    [number(one.judged)],
    [number(one.possible)],
    fewNodes(one.on, one.nodes === 0 ? one.possible : one.nodes, nodes),
  ]),
});

/** Whom a cause names on several nodes: one server for all of them. */
function named(causes: readonly Cause[]): Block[] {
  const items = causes
    .filter(({ parties }) => parties.length > 0)
    .map(({ title, parties, nodes }): Words => {
      const list = parties.map((one) => says`${code(one.name)} on ${number(one.nodes)}`);
      return says`${prose(title)}: names ${joined(list, ", ")} of its ${number(nodes)} nodes.`;
    });
  return items.length === 0
    ? []
    : [
        { kind: "paragraph", words: says`Named on several nodes:` },
        { kind: "list", items },
      ];
}
