import { formatShare } from "../../../format.ts";
import { VERSION } from "../../../version.ts";
import type { Timeline, TimelineEvent, TimelineSubject } from "../../timeline-contract.ts";
import type { Content, PlainDocument, State, Words } from "../document.ts";
import { code, quote, says } from "../inline.ts";
import { course } from "./course.ts";
import { disagreements, events } from "./events.ts";
import { postmortem } from "./postmortem.ts";
import { sources, unused } from "./sources.ts";
import { between, clockWords, exactness, timeWords } from "./times.ts";
import { trigger, triggerWords } from "./trigger.ts";

const STATE_WORDS: Readonly<Record<TimelineSubject["state"], string>> = {
  full: "the table was full",
  "near-full": "the table was nearly full",
  "not-full": "the table was not full",
  unknown: "unknown",
};

/** The sections of one subject in their order. A line here puts a section into every format. */
export const TIMELINE_SECTIONS: readonly ((subject: TimelineSubject, id: string) => Content[])[] = [
  (subject) =>
    subject.events.length === 0 ? [] : [{ title: "Events", blocks: [events(subject)] }],
  trigger,
  course,
  disagreements,
  postmortem,
  sources,
];

/** What a timeline says, before it is text, Markdown or HTML. */
export function timelineDocument(timeline: Timeline): PlainDocument {
  const [first, ...others] = timeline.subjects as [TimelineSubject, ...TimelineSubject[]];
  return {
    name: "Connection tracking incident",
    title: STATE_WORDS[first.state],
    looks: looksOf(first),
    lead: says`${nameOf(first)}: ${lead(first)}`,
    notes: [...first.notes.map((one) => [quote(one)]), ...kept(others)],
    sections: [
      ...TIMELINE_SECTIONS.flatMap((section) => section(first, "")),
      ...others.flatMap((one, at) => other(one, `other-${at + 1}-`)),
      ...unused(timeline),
    ],
    foot: says`Made by conntriage ${VERSION} from ${code(timeline.name)}.`,
  };
}

export function nameOf({ subject: { host, namespace } }: TimelineSubject): Words {
  const machine = host === null ? says`A machine that nothing names` : [code(host)];
  return namespace === null ? machine : says`${machine}, namespace ${code(namespace)}`;
}

const eventIn = ({ events: all }: TimelineSubject, name: TimelineEvent["event"]) =>
  all.find(({ event }) => event === name);

function looksOf(subject: TimelineSubject): State {
  if (subject.state === "full")
    return eventIn(subject, "mended")?.at == null ? "exhausted" : "recovered";
  return subject.state === "near-full"
    ? "at-risk"
    : subject.state === "not-full"
      ? "healthy"
      : "unknown";
}

/** What happened, in a few sentences. */
function lead(subject: TimelineSubject): Words {
  const { state, peak, trigger: found, more } = subject;
  if (state === "unknown")
    return says`nothing that was read tells how much of the limit was in use. A count with its limit, the entries evicted, or a kernel log that says “table full” would.`;
  if (state !== "full")
    return says`no reading shows a full table, and none a loss. The most that was in use is ${formatShare(peak!.used)}, at ${timeWords(peak!.at)} (${code(peak!.by)}).`;
  const [onset, full, loss, room] = (["onset", "full", "loss", "mended"] as const).map((name) =>
    eventIn(subject, name),
  );
  const said = (event: TimelineEvent | undefined, words: string): string =>
    event?.at == null
      ? `${words} at an unknown time`
      : `${words} at ${timeWords(event.at, event.withinSeconds)} (${exactness(event)})`;
  const took = between(full, room);
  const end =
    room?.at == null
      ? "When it had room again is not known."
      : `It had room again at ${clockWords(room.at, room.withinSeconds)} (${exactness(room)})${took === null ? "" : `, after ${took}`}.`;
  const times =
    more.length === 0
      ? ""
      : ` It was full ${more.length === 1 ? "once" : `${more.length} times`} more: from ${timeWords(more[0]!.from)} to ${timeWords(more[0]!.to)}${more.length > 1 ? ", and later" : ""}.`;
  const cause =
    found === null ? says` The trigger is not known.` : says` The trigger: ${triggerWords(found)}.`;
  return says`${said(onset, "the table began to fill")}; ${said(full, "it was full")}, and ${said(loss, "first lost something")}. ${end}${cause}${times}`;
}

/** That others are among what was given, which were kept apart. */
const kept = (others: readonly TimelineSubject[]): Words[] =>
  others.length === 0
    ? []
    : [
        says`What was given is of ${String(others.length + 1)} tables. Nothing of one was used for another: the others are ${others.slice(0, 5).flatMap((one, at) => (at === 0 ? nameOf(one) : says`; ${nameOf(one)}`))}${others.length > 5 ? " and more" : ""}.`,
      ];

/** Another table: what happened there, in short. */
function other(subject: TimelineSubject, id: string): Content[] {
  return [
    {
      title: "Another table",
      blocks: [
        { kind: "paragraph", words: says`${nameOf(subject)}: ${lead(subject)}` },
        ...(subject.events.length === 0 ? [] : [events(subject)]),
        ...subject.notes.map((one) => ({ kind: "paragraph" as const, words: [quote(one)] })),
        ...course(subject, id).flatMap(({ blocks }) => blocks),
        ...sources(subject).flatMap(({ blocks }) => blocks),
      ],
    },
  ];
}
