import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { shortEntry } from "../words.ts";
import type { Block, Column, Content, Words } from "./document.ts";
import { BREAK, code, columns, counted, number, quote, says, text } from "./inline.ts";
import { listOrFold, part } from "./parts.ts";
import { prose } from "./prose.ts";

/** How many entries that were not looked at are named; a bundle may hold a hundred thousand. */
const SKIPPED = 50;

/** What was read, what is not there, and what could not be read. */
export function coverage(analysis: Analysis): Content[] {
  const { coverage: c, bundle } = analysis;
  const title = "Coverage";
  const count = (list: readonly unknown[]) => formatNumber(list.length);
  const failed = c.failed.map(({ entry, line, reason }) => {
    const at = line === null ? shortEntry(entry) : `${shortEntry(entry)}:${line}`;
    return says`${code(at)}: ${quote(reason)}`;
  });
  const refused = c.notTaken.map(
    ({ entry, isPart, reason }) =>
      says`${code(entry)}${isPart ? " (in part)" : ""}: ${code(reason)}`,
  );
  const skipped = c.skipped
    .slice(0, SKIPPED)
    .map(({ entry, reason }) => says`${code(shortEntry(entry))}: ${quote(reason)}`);
  const list = (lead: string, fold: string, items: readonly Words[]): Block[] =>
    items.length === 0 ? [] : [{ kind: "paragraph", words: [text(lead)] }, listOrFold(fold, items)];
  return [
    {
      title,
      blocks: [
        {
          kind: "paragraph",
          words: says`Inputs of layout ${code(bundle.layout)}: ${count(c.read)} read, ${count(c.missing)} not in the bundle, ${count(c.failed)} read in part; ${count(c.skipped)} other entries skipped.${stateOf(bundle, " The bundle is", ".")}`,
        },
        ...list(
          "Not in the bundle, each with the command that gives it:",
          "Inputs that are not in the bundle",
          c.missing.map(({ reason, get }) => says`${prose(reason)}${BREAK}By hand: ${code(get)}`),
        ),
        ...list(
          "Not taken by the collector, or only in part:",
          "Files that the collector could not take, or only in part",
          refused,
        ),
        ...list("Read in part:", "Inputs that were read in part", failed),
        ...list(
          c.skipped.length > SKIPPED ? `Skipped, the first ${SKIPPED}:` : "Skipped:",
          "Entries that were skipped",
          skipped,
        ),
        ...(c.read.length === 0
          ? []
          : [
              {
                kind: "fold" as const,
                title: "Everything that was read",
                blocks: [read(analysis)],
              },
            ]),
      ],
      terminal: [part(title, ...terminalBlocks(analysis, refused, failed, skipped))],
    },
  ];
}

/** Whether it is damaged, or cut short, or neither. */
const stateOf = (bundle: Analysis["bundle"], before: string, after: string): string =>
  bundle.damaged.length > 0
    ? `${before} damaged${after}`
    : bundle.truncated
      ? `${before} cut short${after}`
      : "";

function terminalBlocks(
  analysis: Analysis,
  refused: readonly Words[],
  failed: readonly Words[],
  skipped: readonly Words[],
): Block[] {
  const { coverage: c, bundle } = analysis;
  const list = (lead: string, items: readonly Words[]): Block[] =>
    items.length === 0
      ? []
      : [
          { kind: "paragraph", words: [text(lead)] },
          { kind: "list", items },
        ];
  return [
    {
      kind: "paragraph",
      words: says`${number(c.read.length)} inputs of layout ${code(bundle.layout)} were read${stateOf(bundle, "; the bundle is", "")}.`,
    },
    read(analysis, [2, 1, 0]),
    ...list(
      "Not in the bundle:",
      c.missing.map(({ reason, get }) => says`${prose(reason)} (${code(get)})`),
    ),
    ...list("Not taken by the collector, or only in part:", refused),
    ...list("Read in part:", failed),
    ...list("Skipped:", skipped),
  ];
}

const READ: readonly Column[] = columns("Entry", "Input", counted("Bytes"));

/** What was read, its columns in this order: a terminal has the numbers first. */
const read = ({ coverage }: Analysis, order: readonly number[] = [0, 1, 2]): Block => ({
  kind: "table",
  columns: order.map((at) => READ[at]!),
  rows: coverage.read.map(({ entry, source, bytes }) => {
    const cells = [[code(shortEntry(entry))], [code(source)], [number(bytes)]];
    return order.map((at) => cells[at]!);
  }),
});
