import { formatNumber, toTheSecond } from "../../../format.ts";
import { VERSION } from "../../../version.ts";
import type { Fleet } from "../../fleet-contract.ts";
import type { Content, Head, PlainDocument, State, Words } from "../document.ts";
import { number, says, text } from "../inline.ts";
import { prose } from "../prose.ts";
import { fleetCauses } from "./causes.ts";
import { failed } from "./failed.ts";
import { filling } from "./filling.ts";
import { neighbours } from "./neighbours.ts";
import { nodes } from "./nodes.ts";
import { outliers } from "./outliers.ts";
import { skew } from "./skew.ts";

/** The sections of a fleet's report in their order. */
const SECTIONS: readonly ((fleet: Fleet) => readonly Content[])[] = [
  nodes,
  fleetCauses,
  neighbours,
  outliers,
  filling,
  skew,
  failed,
];

export const fleetDocument = (fleet: Fleet): PlainDocument => ({
  name: "Fleet",
  title: fleet.title,
  looks: looksOf(fleet),
  lead: [...prose(fleet.summary), text(" "), ...takenOf(fleet)],
  figures: figuresOf(fleet),
  notes: fleet.notes.map(prose),
  sections: SECTIONS.flatMap((section) => section(fleet)),
  foot: says`Made by conntriage ${VERSION} from ${number(fleet.bundles)} ${fleet.bundles === 1 ? "bundle" : "bundles"}.`,
});

/** No green tick where a fault is as good as sure, or a bundle could not be read. */
const looksOf = ({ state, causes, failed: broken }: Fleet): State =>
  state === "healthy" && (broken.length > 0 || causes.some((one) => one.nodes > 0))
    ? "elevated"
    : state;

function takenOf({ machines, nodes: all, captured: { first, last } }: Fleet): Words {
  const others = all.length - machines;
  const count = `${formatNumber(machines)} ${machines === 1 ? "node" : "nodes"}`;
  const more =
    others === 0
      ? ""
      : ` and ${formatNumber(others)} network ${others === 1 ? "namespace" : "namespaces"}`;
  const when =
    first === null || last === null
      ? ""
      : toTheSecond(first) === toTheSecond(last)
        ? `, captured ${toTheSecond(first)}`
        : `, captured from ${toTheSecond(first)} to ${toTheSecond(last)}`;
  return [text(`${count}${more}${when}.`)];
}

/** What is asked for first: how many are in trouble, how full the fullest is, and what was not read. */
function figuresOf({
  nodes: all,
  machines,
  states,
  failed: broken,
  bundles,
}: Fleet): Head["figures"] {
  const pressed = states
    .filter(({ state }) => state === "exhausted" || state === "critical" || state === "at-risk")
    .reduce((sum, one) => sum + one.nodes, 0);
  const peaks = all.flatMap(({ namespace, peak }) =>
    namespace === null && peak !== null ? peak : [],
  );
  return [
    {
      value: pressed,
      unit: "",
      of: `of ${formatNumber(machines)} ${machines === 1 ? "node" : "nodes"} at risk, critical or exhausted`,
    },
    {
      value: peaks.length === 0 ? null : peaks.reduce((a, b) => Math.max(a, b)),
      unit: "share",
      of: "of its limit in use on the fullest node",
    },
    {
      value: broken.length,
      unit: "",
      of: `of ${formatNumber(bundles)} ${bundles === 1 ? "bundle" : "bundles"} could not be read`,
    },
  ];
}
