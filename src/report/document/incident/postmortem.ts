import { formatNumber, formatShare } from "../../../format.ts";
import type { TimelineEvent, TimelineSubject } from "../../timeline-contract.ts";
import type { Content, Words } from "../document.ts";
import { code, quote, says, strong, text } from "../inline.ts";
import { EVENT_WORDS } from "./events.ts";
import { between, exactness, timeWords } from "./times.ts";
import { triggerWords } from "./trigger.ts";

/** A section to be pasted into a postmortem: impact, trigger, timeline, what ended it, and what nobody knows. */
export function postmortem(subject: TimelineSubject): Content[] {
  const { events, trigger, triggerMissing, gaps } = subject;
  if (events.length === 0) return [];
  const event = (name: TimelineEvent["event"]) => events.find((one) => one.event === name);
  const open = [
    ...events.flatMap(({ event: name, missing }) =>
      missing === null ? [] : [says`${EVENT_WORDS[name]}: ${quote(missing)}`],
    ),
    ...(trigger === null ? [says`Trigger: ${quote(triggerMissing ?? "unknown")}`] : []),
    ...(gaps.length === 0
      ? []
      : [
          says`Nothing was read in ${formatNumber(gaps.length)} gaps; what happened within them is not known.`,
        ]),
    ...(events.some(({ disagree }) => disagree.length > 0)
      ? [says`Sources disagree about the time; both stand in the report.`]
      : []),
  ];
  const labelled = (label: string, words: Words): Words => says`${strong([text(label)])} ${words}`;
  return [
    {
      title: "For the postmortem",
      blocks: [
        { kind: "paragraph", words: labelled("Impact.", impact(subject)) },
        {
          kind: "paragraph",
          words: labelled(
            "Trigger.",
            trigger === null ? says`Not known.` : says`${triggerWords(trigger)}.`,
          ),
        },
        ...heard(subject).map(({ label, words }) => ({
          kind: "paragraph" as const,
          words: labelled(label, words),
        })),
        { kind: "paragraph", words: [strong([text("Timeline (UTC).")])] },
        { kind: "list", items: events.map(line) },
        { kind: "paragraph", words: labelled("Recovery.", recovery(event("mended"))) },
        ...(open.length === 0
          ? []
          : [
              { kind: "paragraph" as const, words: [strong([text("Not known.")])] },
              { kind: "list" as const, items: open },
            ]),
      ],
      terminal: [],
    },
  ];
}

/** Who filled the table and who was thrown out, where a recorder listened: how many, and the first of them. */
function heard({ filled, evicted }: TimelineSubject): { label: string; words: Words }[] {
  const most = (list: readonly { name: string; service: string | null }[], how: string): Words => {
    const [first] = list;
    return first === undefined
      ? says``
      : says`, most of all ${how} ${code(first.service ?? first.name)}`;
  };
  const share = filled?.hearing.heard.births ?? null;
  const part = share === null || share === 1 ? "" : ` (${formatShare(share)} of all were heard)`;
  return [
    ...(filled === undefined || filled.births === 0
      ? []
      : [
          {
            label: "Filled by.",
            words: says`${formatNumber(filled.births)} entries that were born from ${timeWords(filled.hearing.from, null)} to ${timeWords(filled.hearing.to, null)}${part}${most(filled.destinations, "to")}.`,
          },
        ]),
    ...(evicted === undefined || evicted.entries === 0
      ? []
      : [
          {
            label: "Thrown out.",
            words: says`${evicted.bound === "at least" ? "At least " : ""}${formatNumber(evicted.entries)} entries with time left${most(evicted.sources, "from")}.`,
          },
        ]),
  ];
}

function impact({ subject, events, lost }: TimelineSubject): Words {
  const [loss, full, room] = (["loss", "full", "mended"] as const).map((name) =>
    events.find((one) => one.event === name),
  );
  const host = subject.host === null ? says`the node` : [code(subject.host)];
  const took = between(loss?.at != null ? loss : full, room);
  const whole = says`The connection-tracking table of ${host} was full${took === null ? "" : ` for ${took}`}.`;
  return says`${whole} ${lossWords(lost, loss?.at != null)}`;
}

/** An evicted entry makes room for a new connection; only a dropped packet is one that got none. */
function lossWords(lost: TimelineSubject["lost"], isSeen: boolean): string {
  if (lost === null)
    return `New connections ${isSeen ? "were lost, or entries evicted" : "may have been lost"}; how many is not known.`;
  const { dropped, evicted } = lost;
  const evictions = evicted ? `${formatNumber(evicted)} entries were evicted to make room` : null;
  const also = evictions === null ? "" : `; ${evictions}`;
  if (dropped === null)
    return `Whether new connections were lost is not known, since no drops were counted${also}.`;
  return dropped > 0
    ? `New connections were lost: ${formatNumber(dropped)} packets were dropped${also}.`
    : `No packet was dropped${also}.`;
}

const line = (event: TimelineEvent): Words =>
  event.at === null
    ? says`unknown: ${EVENT_WORDS[event.event].toLowerCase()}`
    : says`${timeWords(event.at, event.withinSeconds)} (${exactness(event)}): ${EVENT_WORDS[event.event].toLowerCase()}${event.said === null ? "" : says` – ${quote(event.said.how)}`}`;

const recovery = (room: TimelineEvent | undefined): Words =>
  room?.at == null
    ? says`Not seen: ${quote(room?.missing ?? "no source tells")}.`
    : says`At ${timeWords(room.at, room.withinSeconds)}: ${quote(room.said?.how ?? "")}.`;
