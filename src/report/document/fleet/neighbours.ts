import type { Fleet } from "../../fleet-contract.ts";
import type { Content, Words } from "../document.ts";
import { code, columns, counted, joined, number, says, share, text } from "../inline.ts";
import { part } from "../parts.ts";
import { fewNodes } from "./parts.ts";

type Neighbour = Fleet["neighbours"][number];

const ROLES: Record<Neighbour["role"], string> = {
  source: "source",
  destination: "destination",
  service: "Service",
};
const TITLE = "Noisy neighbours";

/** Who holds a tenth of the limit or more on two nodes at least. */
export function neighbours({ neighbours: list }: Fleet): Content[] {
  if (list.length === 0) return [];
  const lead = {
    kind: "paragraph" as const,
    words: says`Sources, destinations and Services that hold a tenth of the limit or more on two nodes at least. Each digest lists the ten largest of a node, so that a sum is “at least” where others are not listed. An address is taken for one party on all nodes, but for loopback and link-local ones, which each node has for itself.`,
  };
  return [
    {
      title: TITLE,
      blocks: [
        lead,
        {
          kind: "table",
          columns: columns(
            "Party",
            "Role",
            counted("Busy on"),
            counted("Listed on"),
            counted("Entries"),
            counted("At most"),
            counted("Of the limit"),
            "Named by",
            "Nodes",
          ),
          rows: list.map((one) => [
            nameOf(one),
            [text(ROLES[one.role])],
            [number(one.busy)],
            [number(one.nodes)],
            entriesOf(one),
            one.most === null ? says`unknown` : [number(one.most)],
            says`up to ${share(one.share)}`,
            causesOf(one),
            fewNodes(one.on, one.busy, 5),
          ]),
        },
      ],
      terminal: [
        part(TITLE, {
          kind: "table",
          columns: columns(
            "Party",
            counted("Busy on"),
            counted("Entries"),
            counted("Share"),
            "Named by",
          ),
          rows: list
            .slice(0, 6)
            .map((one) => [
              nameOf(one),
              says`${number(one.busy)} ${one.busy === 1 ? "node" : "nodes"}`,
              entriesOf(one),
              says`up to ${share(one.share)}`,
              causesOf(one),
            ]),
        }),
      ],
    },
  ];
}

const nameOf = ({ name, pod }: Neighbour): Words =>
  pod === null ? [code(name)] : says`${code(name)} (${code(pod)})`;
const entriesOf = ({ bound, entries }: Neighbour): Words =>
  says`${bound === "at least" ? "≥ " : ""}${number(entries)}`;
const causesOf = ({ causes }: Neighbour): Words =>
  causes.length === 0
    ? says`–`
    : joined(
        causes.map((one) => [code(one)]),
        ", ",
      );
