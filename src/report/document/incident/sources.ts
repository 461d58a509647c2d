import { formatNumber, formatSeconds } from "../../../format.ts";
import type { Timeline, TimelineSubject } from "../../timeline-contract.ts";
import type { Content, Words } from "../document.ts";
import { code, columns, counted, number, quote, says, text } from "../inline.ts";
import { OPEN_ROWS } from "../parts.ts";
import { dayAndClock, timeWords } from "./times.ts";

/** What each source gave, how often it was read, and where nothing was. */
export function sources({ sources: all, gaps }: TimelineSubject): Content[] {
  const rows = all.map(({ name, kind, readings, from, to, stepSeconds }) => [
    [code(name)],
    [text(kind.replace("-", " "))],
    [number(readings)],
    [text(from === null ? "–" : dayAndClock(from))],
    [text(to === null ? "–" : dayAndClock(to))],
    [text(stepSeconds === null ? "–" : formatSeconds(stepSeconds))],
  ]);
  const notes = all.flatMap(({ name, notes: own }) =>
    own.map((one) => says`${code(name)}: ${quote(one)}`),
  );
  return [
    {
      title: "Sources",
      blocks: [
        {
          kind: "table",
          columns: [
            ...columns("Source", "Kind"),
            counted("Readings"),
            ...columns("From (UTC)", "To (UTC)", "Step"),
          ],
          rows,
        },
        ...(notes.length === 0 ? [] : [{ kind: "list" as const, items: notes }]),
        ...gapsOf(gaps),
      ],
    },
  ];
}

const MOST_GAPS = 20;

function gapsOf(gaps: TimelineSubject["gaps"]): Content["blocks"] {
  if (gaps.length === 0) return [];
  const items: Words[] = gaps
    .slice(0, MOST_GAPS)
    .map(
      ({ series, from, to }) =>
        says`${code(series)}: from ${timeWords(from)} to ${timeWords(to)}, ${formatSeconds((Date.parse(to) - Date.parse(from)) / 1000)}`,
    );
  if (gaps.length > MOST_GAPS) items.push(says`and ${formatNumber(gaps.length - MOST_GAPS)} more`);
  return [
    { kind: "paragraph", words: says`Gaps, in which nothing was read and nothing is said:` },
    items.length > OPEN_ROWS
      ? { kind: "fold", title: `${gaps.length} gaps`, blocks: [{ kind: "list", items }] }
      : { kind: "list", items },
  ];
}

const MOST_UNUSED = 50;

/** What was given and could not be used, with the reason. */
export function unused({ unused: all }: Timeline): Content[] {
  if (all.length === 0) return [];
  const items = all
    .slice(0, MOST_UNUSED)
    .map(({ entry, reason }) => says`${code(entry)}: ${quote(reason)}`);
  if (all.length > MOST_UNUSED)
    items.push(says`and ${formatNumber(all.length - MOST_UNUSED)} more`);
  return [
    {
      title: "Not used",
      blocks:
        items.length > OPEN_ROWS
          ? [{ kind: "fold", title: `${all.length} entries`, blocks: [{ kind: "list", items }] }]
          : [{ kind: "list", items }],
      ...(items.length > OPEN_ROWS
        ? {
            terminal: [
              {
                title: says`Not used`,
                blocks: [
                  {
                    kind: "paragraph",
                    words: says`${formatNumber(all.length)} entries, such as ${items[0]!}`,
                  },
                ],
              },
            ],
          }
        : {}),
    },
  ];
}
