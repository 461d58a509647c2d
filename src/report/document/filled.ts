import { formatNumber, formatSeconds, formatShare, toTheSecond } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import type { Block, Content, Words } from "./document.ts";
import { code, columns, counted, number, says, share, text } from "./inline.ts";
import { knownAs, knownTitle } from "./parts.ts";

type Filled = NonNullable<Analysis["filled"]>;
export type Hearing = Filled["hearing"];

/** Who opened the entries that were born while a recorder listened. */
export function filled({ filled: found, table }: Analysis): Content[] {
  if (found === undefined) return [];
  const { births, destinations, sources } = found;
  const lists = births === 0 ? [] : [destinationsOf(destinations), sourcesOf(sources, births)];
  const blocks: Block[] = [
    {
      kind: "paragraph",
      words: [...hearingWords(found.hearing, "births"), ...birthWords(found, table)],
    },
    ...lists.filter((one) => one.rows.length > 0),
  ];
  return [{ title: "Who filled it", blocks }];
}

/** From when to when it was listened, and what of one kind is missing. */
export function hearingWords({ from, to, gaps, lost, heard }: Hearing, kind: Kind): Words {
  const span = `A recorder listened from ${toTheSecond(from)} to ${toTheSecond(to)}`;
  const [many, part] = [lost?.[kind] ?? null, heard[kind]];
  const missing = [
    many === null
      ? `lost some ${kind}, and nothing tells how many`
      : many > 0
        ? `lost ${formatNumber(many)} ${kind}${part === null ? "" : ` and heard ${formatShare(part)} of all`}`
        : `lost no ${kind}`,
    gaps > 0 ? `began again ${formatNumber(gaps)} ${gaps === 1 ? "time" : "times"}` : "",
  ].filter((one) => one !== "");
  return says`${span}; it ${missing.join(", and ")}. `;
}
type Kind = "births" | "ends";

function birthWords(
  { births, perSecond, ended, stillThere, ofTable, lifetimeSeconds, sustained }: Filled,
  { count }: Analysis["table"],
): Words {
  const rate = perSecond === null ? "" : `, ${formatNumber(perSecond, 1)} a second`;
  const lived =
    lifetimeSeconds === null
      ? ""
      : ` ${formatNumber(ended)} of them ended, after ${formatSeconds(lifetimeSeconds)} on average.`;
  const still =
    stillThere === null
      ? ""
      : ` ${formatNumber(stillThere)} were still there at its end${ofTable === null ? "" : `, ${formatShare(ofTable)} of the table`}.`;
  const holds =
    sustained === null
      ? ""
      : ` At that rate and lifetime they hold ${formatNumber(sustained)} entries${count === null ? "" : ` of the ${formatNumber(count)} in the table`}.`;
  return says`${formatNumber(births)} entries were born${rate}.${lived}${still}${holds}`;
}

function destinationsOf(list: Filled["destinations"]): Extract<Block, { kind: "table" }> {
  return {
    kind: "table",
    columns: columns(
      "Destination",
      knownTitle(list),
      ...["Births", "A second", "Still there", "Lived"].map(counted),
    ),
    rows: list.map((one) => [
      [code(one.name)],
      knownAs(one),
      [number(one.entries)],
      [text(one.perSecond === null ? "–" : formatNumber(one.perSecond, 1))],
      [number(one.stillThere)],
      [text(one.lifetimeSeconds === null ? "–" : formatSeconds(one.lifetimeSeconds))],
    ]),
  };
}

const sourcesOf = (list: Filled["sources"], births: number): Extract<Block, { kind: "table" }> => ({
  kind: "table",
  columns: columns("Source", knownTitle(list), counted("Births"), counted("Share")),
  rows: list.map((one) => [
    [code(one.name)],
    knownAs(one),
    [number(one.entries)],
    [share(one.entries / births)],
  ]),
});
