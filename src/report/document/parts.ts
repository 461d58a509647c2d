import { formatParts } from "../../format.ts";
import type { AnalysisFinding } from "../contract.ts";
import type { Block, Part, Words } from "./document.ts";
import { BAR, code, columns, counted, joined, number, says, strong, text } from "./inline.ts";

type Offender = AnalysisFinding["offenders"]["sources"][number];
/** A name with its entries. */
export type Counted = readonly [name: string, entries: number];

const shareOf = (entries: number, whole: number): number => (whole === 0 ? 0 : entries / whole);

/** The part of a whole that each is. */
const sharesIn = (list: readonly Counted[], whole: number): Words[] =>
  formatParts(
    list.map(([, entries]) => entries),
    whole,
  ).map((one) => [text(one)]);

/** Names with their entries, and the part of a whole that each is, in numbers and as a bar. */
export const counts = (
  title: string,
  list: readonly Counted[],
  whole: number,
  shareTitle = "Share",
): Block => ({
  kind: "table",
  columns: [...columns(title), counted("Entries"), counted(shareTitle), BAR],
  rows: list.map(([name, entries], at) => [
    [text(name)],
    [number(entries)],
    sharesIn(list, whole)[at]!,
    [{ kind: "bar", share: shareOf(entries, whole) }],
  ]),
});

/** The same for a terminal, whose numbers stand first, one below the other. */
export const terminalCounts = (title: string, list: readonly Counted[], whole: number): Block => ({
  kind: "table",
  columns: columns(counted("Entries"), counted("Share"), title),
  rows: list.map(([name, entries], at) => [
    [number(entries)],
    sharesIn(list, whole)[at]!,
    [text(name)],
  ]),
});

export const part = (title: string, ...blocks: readonly Block[]): Part => ({
  title: [strong([text(title)])],
  blocks,
});

/** The title of the column for what is known of offenders. */
export const knownTitle = (offenders: readonly Offender[]): string =>
  offenders.some((one) => one.process !== null) ? "Service, pod or process" : "Service or pod";

/** What is known of an offender beside its address: its Service, its pod, or on the node itself its process. */
export function knownAs({ name, service, pod, process }: Offender): Words {
  const names = [service, pod, process].filter((one) => one !== null && one !== name);
  return names.length === 0
    ? says`–`
    : joined(
        names.map((one) => [code(one!)]),
        ", ",
      );
}

/** How many rows of a list stand open; a longer one is folded. */
export const OPEN_ROWS = 3;

export function listOrFold(title: string, items: readonly Words[]): Block {
  const list: Block = { kind: "list", items };
  return items.length > OPEN_ROWS ? { kind: "fold", title, blocks: [list] } : list;
}
