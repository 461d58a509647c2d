import { formatSeconds } from "../../../format.ts";
import type { TimelineEvent, TimelineSubject } from "../../timeline-contract.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, columns, joined, place, quote, says, text } from "../inline.ts";
import { dayAndClock, exactness, timeWords } from "./times.ts";

export const EVENT_WORDS: Readonly<Record<TimelineEvent["event"], string>> = {
  onset: "The table began to fill",
  full: "It was full",
  loss: "First loss",
  mended: "It had room again for good",
};

/** The events with their times, how exactly each is known, and what shows it. */
export function events({ events: all, trigger, triggerMissing }: TimelineSubject): Block {
  const rows = all.map((event) => [
    [text(EVENT_WORDS[event.event])],
    [text(event.at === null ? "unknown" : dayAndClock(event.at, event.withinSeconds))],
    [text(exactness(event))],
    shownBy(event),
  ]);
  const named: Words[] = [
    says`Trigger`,
    ...triggerTime(trigger),
    trigger === null ? [quote(triggerMissing ?? "")] : [quote(trigger.title)],
  ];
  return {
    kind: "table",
    columns: columns("Event", "When (UTC)", "Known", "Shown by"),
    rows: [...rows.slice(0, 1), named, ...rows.slice(1)],
  };
}

function shownBy({ said, agree, missing }: TimelineEvent): Words {
  if (said === null) return [quote(missing ?? "no source tells")];
  const more = agree.length === 0 ? [] : says`; so says ${joined(names(agree), ", ")}`;
  return says`${quote(said.how)} (${place(said.source)})${more}`;
}

/** When the trigger was seen: between two readings, or by the later one. */
function triggerTime(trigger: TimelineSubject["trigger"]): [Words, Words] {
  const [from, to] = [trigger?.notBefore ?? null, trigger?.notAfter ?? null];
  if (to === null) return [says`unknown`, says`unknown`];
  if (from === null) return [[text(dayAndClock(to))], says`at the latest`];
  const within = (Date.parse(to) - Date.parse(from)) / 2000;
  const middle = new Date(Date.parse(from) + within * 1000).toISOString();
  return [[text(dayAndClock(middle, within))], [text(`± ${formatSeconds(within)}`)]];
}

const names = (list: TimelineEvent["agree"]): Words[] =>
  [...new Set(list.map(({ by }) => by))].map((by) => [code(by)]);

/** Sources that cannot be right at the same time, side by side; none is corrected. */
export function disagreements({ events: all }: TimelineSubject): Content[] {
  const rows = all.flatMap(({ event, said, disagree }) =>
    said === null
      ? []
      : disagree.length === 0
        ? []
        : [said, ...disagree].map((one, at) => [
            [text(at === 0 ? EVENT_WORDS[event] : "")],
            [code(one.by)],
            [text(one.notBefore === null ? "–" : timeWords(one.notBefore, 0.1))],
            [text(one.notAfter === null ? "–" : timeWords(one.notAfter, 0.1))],
            [quote(one.how)],
          ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: "Where sources disagree",
      blocks: [
        {
          kind: "paragraph",
          words: says`A clock is wrong, or they show different events. None of them is corrected.`,
        },
        {
          kind: "table",
          columns: columns("Event", "By", "Not before", "Not after", "How it is seen"),
          rows,
        },
      ],
    },
  ];
}
