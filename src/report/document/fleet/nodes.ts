import { toTheSecond } from "../../../format.ts";
import type { Fleet, FleetNode } from "../../fleet-contract.ts";
import { STATE_WORDS } from "../../words.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, columns, counted, number, says, share, text } from "../inline.ts";
import { part } from "../parts.ts";
import { nodeName } from "./parts.ts";

/** Rows that a terminal and a page show; NDJSON and JSON have all. */
const MOST = { terminal: 15, page: 200 };

/** A row for each node, the worst first. */
export function nodes({ nodes: list }: Fleet): Content[] {
  if (list.length === 0) return [];
  const title = "Nodes";
  return [
    {
      title,
      blocks: [
        wide(list.slice(0, MOST.page)),
        ...more(list.length - MOST.page),
        { kind: "fold", title: "When they were captured, and as what", blocks: [bundles(list)] },
      ],
      terminal: [
        part(title, narrow(list.slice(0, MOST.terminal)), ...more(list.length - MOST.terminal)),
      ],
    },
  ];
}

const more = (count: number): Block[] =>
  count <= 0
    ? []
    : [
        {
          kind: "paragraph",
          words: says`And ${number(count)} more: -f ndjson has a row for each.`,
        },
      ];

const unknownOr = (one: number | null, unit = ""): Words =>
  one === null ? says`unknown` : [number(one, unit)];
const usedOf = ({ peak }: FleetNode): Words => (peak === null ? says`unknown` : [share(peak)]);
const entriesOf = ({ entries, entriesBound }: FleetNode): Words =>
  entries === null
    ? says`unknown`
    : says`${entriesBound === "at least" ? "≥ " : ""}${number(entries)}`;
const causeOf = ({ primary }: FleetNode): Words => (primary === null ? says`–` : [code(primary)]);

const COLUMNS = ["Node", "State", ...["In use", "Entries", "Limit"].map(counted), "Cause"];
const cells = (one: FleetNode): Words[] => [
  nodeName(one),
  [text(STATE_WORDS[one.state])],
  usedOf(one),
  entriesOf(one),
  unknownOr(one.limit),
  causeOf(one),
];

const narrow = (list: readonly FleetNode[]): Block => ({
  kind: "table",
  columns: columns(...COLUMNS),
  rows: list.map(cells),
});

const wide = (list: readonly FleetNode[]): Block => ({
  kind: "table",
  columns: columns(...COLUMNS, ...["Growth/s", "Dropped", "Evicted"].map(counted)),
  rows: list.map((one) => [
    ...cells(one),
    unknownOr(one.growth),
    unknownOr(one.dropped),
    unknownOr(one.evicted),
  ]),
});

/** What is to be opened for the report of one node. */
const bundles = (list: readonly FleetNode[]): Block => ({
  kind: "table",
  columns: columns("Node", "Captured", counted("Captures"), "Bundle"),
  rows: list
    .slice(0, MOST.page)
    .map((one) => [
      nodeName(one),
      [text(one.capturedAt === null ? "unknown" : toTheSecond(one.capturedAt))],
      says`${one.capturesBound === "at least" ? "≥ " : ""}${number(one.captures)}`,
      [code(one.bundle)],
    ]),
});
