import { formatNumber, toTheSecond } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import type { Block, Content, Words } from "./document.ts";
import { hearingWords } from "./filled.ts";
import { code, columns, counted, number, says, share } from "./inline.ts";
import { counts, knownAs, knownTitle } from "./parts.ts";

type Evicted = NonNullable<Analysis["evicted"]>;

/** Whose entries were removed before their time, to make room. */
export function evicted({ evicted: found }: Analysis): Content[] {
  if (found === undefined) return [];
  const { entries, uses, destinations, sources } = found;
  const blocks: Block[] = [{ kind: "paragraph", words: words(found) }];
  if (entries > 0)
    blocks.push(
      counts(
        "What they were",
        uses.map((one) => [one.meaning, one.entries] as const),
        entries,
      ),
      listOf("Destination", destinations, entries),
      listOf("Source", sources, entries),
    );
  return [
    {
      title: "Who was thrown out",
      blocks: blocks.filter((one) => one.kind !== "table" || one.rows.length > 0),
    },
  ];
}

function words({ by, hearing, entries, bound, kernel }: Evicted): Words {
  const many = `${bound === "at least" ? "At least " : ""}${formatNumber(entries)}`;
  const how =
    by === "events"
      ? hearingWords(hearing, "ends")
      : says`Told from two dumps, of ${toTheSecond(hearing.from)} and ${toTheSecond(hearing.to)}. `;
  const beside =
    kernel === null
      ? ""
      : ` The kernel counted ${formatNumber(kernel.counted)} evictions from ${toTheSecond(kernel.from)} to ${toTheSecond(kernel.to)}, of which ${formatNumber(Math.min(kernel.heard, kernel.counted))} are named here.`;
  const more =
    kernel !== null && kernel.heard > kernel.counted
      ? ` The other ${formatNumber(kernel.heard - kernel.counted)} were deleted by somebody, which looks the same.`
      : "";
  return entries === 0
    ? [...how, ...says`No entry was removed before its time but after a reset.${beside}`]
    : [
        ...how,
        ...says`${many} entries that were not ASSURED were removed with time left, as the kernel evicts them when the table is full.${beside}${more}`,
      ];
}

const listOf = (title: string, list: Evicted["sources"], whole: number): Block => ({
  kind: "table",
  columns: columns(title, knownTitle(list), counted("Entries"), counted("Share")),
  rows: list.map((one) => [
    [code(one.name)],
    knownAs(one),
    [number(one.entries)],
    [share(one.entries / whole)],
  ]),
});
