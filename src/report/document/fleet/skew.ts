import type { Fleet } from "../../fleet-contract.ts";
import type { Block, Content } from "../document.ts";
import { code, columns, counted, number, says, text } from "../inline.ts";
import { part } from "../parts.ts";
import { fewNodes } from "./parts.ts";

type Skew = Fleet["skew"][number];

const TITLE = "Versions and settings that differ";
const MOST = { terminal: 12, page: 200 };
const VALUES = 3;

/** A row for each value of what is not the same on all nodes. */
export function skew({ skew: list, same, machines }: Fleet): Content[] {
  if (machines < 2) return [];
  const lead: Block = {
    kind: "paragraph",
    words:
      list.length === 0
        ? says`None. The same on all nodes that tell them: ${number(same.length)}.`
        : says`Of several values: ${number(list.length)}. The same on all nodes that tell them: ${number(same.length)}.`,
  };
  if (list.length === 0) return [{ title: TITLE, blocks: [lead] }];
  const left = list.length - MOST.terminal;
  return [
    {
      title: TITLE,
      blocks: [lead, table(list.slice(0, MOST.page), 12, 8)],
      terminal: [
        part(
          TITLE,
          lead,
          table(list.slice(0, MOST.terminal), VALUES, 2),
          ...(left > 0
            ? [{ kind: "paragraph" as const, words: says`And ${number(left)} more: -f html.` }]
            : []),
        ),
      ],
    },
  ];
}

const table = (list: readonly Skew[], values: number, nodes: number): Block => ({
  kind: "table",
  columns: columns("Setting", "Value", counted("Nodes"), "Which"),
  rows: list.flatMap(({ setting, values: all }) =>
    all
      .slice(0, values)
      .map((one, at) => [
        at === 0 ? nameOf(setting) : says`${""}`,
        [code(one.value)],
        [number(one.nodes)],
        at === 0 && one.nodes > nodes && one.nodes > (all[1]?.nodes ?? 0)
          ? says`the most`
          : fewNodes(one.on, one.nodes, nodes),
      ]),
  ),
});

const nameOf = (setting: string) =>
  setting.includes(".") ? [code(setting.replace(/^net\.netfilter\./, ""))] : [text(setting)];
