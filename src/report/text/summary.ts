import type { Found, Head, Words } from "../document/document.ts";
import { code, joined, says, share } from "../document/inline.ts";
import { type Paint, STATE_TONES } from "./colour.ts";
import { inlines } from "./inline.ts";
import { toDo } from "./summary-steps.ts";
import { uses } from "./summary-uses.ts";
import { wrap } from "./width.ts";

/** Lines of a summary, so that it can be read without scrolling back: with one cause, and with several. */
const MOST_LINES = { one: 40, several: 70 };

/** How much of each list a summary shows: the first that fits its lines. */
const DETAILS = [
  { uses: 5, others: 3, evidence: 4, steps: 9, notes: 2 },
  { uses: 5, others: 3, evidence: 3, steps: 6, notes: 2 },
  { uses: 4, others: 3, evidence: 3, steps: 4, notes: 2 },
  { uses: 4, others: 2, evidence: 2, steps: 3, notes: 1 },
  { uses: 3, others: 1, evidence: 1, steps: 2, notes: 0 },
  { uses: 2, others: 1, evidence: 1, steps: 1, notes: 0 },
] as const;
type Detail = (typeof DETAILS)[number];

export function summary(head: Head, paint: Paint): string[] {
  const most = head.found.length > 1 ? MOST_LINES.several : MOST_LINES.one;
  let lines: string[] = [];
  for (const detail of DETAILS) {
    lines = summaryLines(head, detail, paint);
    if (lines.length <= most) return lines;
  }
  return [...lines.slice(0, most - 1), "…"];
}

const summaryLines = (head: Head, detail: Detail, paint: Paint): string[] => {
  const [primary, ...others] = head.found;
  return [
    ...top(head, paint),
    ...uses(head, detail.uses, paint),
    ...alsoFound(others, detail.others, paint),
    ...(primary === undefined ? [] : evidence(primary, detail.evidence, paint)),
    ...toDo(head.steps, detail.steps, paint),
    ...few("Subjects", head.subjects, paint),
    ...few("Not understood", head.unread, paint),
    ...notJudged(head, paint),
    ...head.notes
      .slice(0, detail.notes)
      .flatMap((note) => ["", ...wrap(inlines(note, paint), "Note: ", "      ")]),
  ];
};

/** What else was found is a list of its own here. */
function top({ looks, title, taken, summary: { happened, cause } }: Head, paint: Paint): string[] {
  const word = paint(STATE_TONES[looks], title.toUpperCase());
  const words = [happened, cause].map((part) => inlines(part, paint));
  return [
    paint("heading", `CONNECTION TRACKING: ${word}`),
    ...wrap(inlines(taken, paint)),
    "",
    ...wrap(words.join(" ")),
  ];
}

function alsoFound(others: readonly Found[], most: number, paint: Paint): string[] {
  if (others.length === 0) return [];
  return [
    "",
    paint("heading", "Also found"),
    ...others.slice(0, most).flatMap(({ title, verdict, held }) => {
      const part = held?.share ? says`, ${share(held.share)} of the table` : "";
      const words = says`${title} (${{ kind: "verdict", verdict }}${part})`;
      return wrap(inlines(words, paint), "  - ", "    ");
    }),
    ...(others.length > most ? [`  - and ${others.length - most} more`] : []),
  ];
}

const evidence = ({ shownBy }: Found, most: number, paint: Paint): string[] => [
  "",
  paint("heading", "Evidence"),
  ...shownBy.slice(0, most).flatMap((words) => wrap(inlines(words, paint), "  - ", "    ")),
];

/** Lines that a list takes at most in a summary; the rest is counted. */
const FEW = 5;

function few(title: string, list: readonly Words[], paint: Paint): string[] {
  if (list.length === 0) return [];
  const more = list.length - FEW;
  return [
    "",
    paint("heading", title),
    ...list.slice(0, FEW).flatMap((words) => wrap(inlines(words, paint), "  - ", "    ")),
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ];
}

/** Causes that are named; of a single output nearly all lack their inputs. */
const NAMED = 6;

function notJudged({ notJudged: list }: Head, paint: Paint): string[] {
  if (list.length === 0) return [];
  const ids = joined(
    list.slice(0, list.length > NAMED ? 3 : NAMED).map((id) => [code(id)]),
    ", ",
  );
  const all =
    list.length > NAMED ? says`${String(list.length)} of the known causes, such as ${ids}` : ids;
  return ["", ...wrap(inlines(says`Not judged, as inputs are missing: ${all}`, paint))];
}
