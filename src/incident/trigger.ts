import { formatNumber } from "../format.ts";
import { type Change, changesOf } from "./changes.ts";
import { growth, MOST, type Party, pairOf, partiesOf } from "./growth.ts";
import type { Makeup, Place, Setting, Span } from "./model.ts";

/** What began to grow, or was changed, when the table began to fill. */
export interface Trigger {
  kind: "use" | "setting" | "limit";
  /** The id of a use, or a setting's name. */
  name: string;
  title: string;
  /** When it was seen to: of a setting between two readings of it. */
  span: Span;
  /** Entries, or the setting's value, before and after. */
  before: { at: number; value: number; place: Place };
  after: { at: number; value: number; place: Place };
  /** Who grew most, where one did by a part worth naming. */
  parties: Party[];
  evidence: string[];
}

export type TriggerOrNot = { trigger: Trigger } | { missing: string };

/** A change that brings the table to its limit is at most so long before the climb is seen. */
const LEAD_MS = 120_000;
/** Uses of entries that a longer timeout keeps. */
const KEEPS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/tcp_timeout_time_wait$/, ["time-wait"]],
  [/tcp_timeout_(?:fin_wait|last_ack|close)$/, ["closing"]],
  [/tcp_timeout_close_wait$/, ["close-wait"]],
  [/tcp_timeout_syn_sent$/, ["unanswered-syn"]],
  [/tcp_timeout_syn_recv$/, ["half-open", "handshake"]],
  [
    /tcp_timeout_established$/,
    ["established", "idle-established", "stale-endpoint", "one-way-established"],
  ],
  [/udp_timeout$/, ["one-way-udp", "dns", "unanswered-dns", "udp", "dns-answer", "overlay"]],
  [/udp_timeout_stream$/, ["udp-stream", "dns", "udp", "overlay"]],
  [/icmp(?:v6)?_timeout$/, ["icmp"]],
  [/generic_timeout$/, ["other-protocol"]],
];

/** Names the trigger by what the table held before the onset and after it, and by settings that changed then. */
export function triggerOf(
  makeups: readonly Makeup[],
  settings: readonly Setting[],
  onset: Span,
  full: Span,
  /** By how many entries the table grew from the onset until it was full; null where that is unknown. */
  grew: number | null,
): TriggerOrNot {
  const changes = changesOf(settings).filter(
    ({ span }) => span.to >= onset.from - LEAD_MS && span.from <= full.to && span.from <= onset.to,
  );
  const limit = changes.find(
    ({ name, from, to }) => /conntrack_max$/.test(name) && to < from && (grew ?? 0) <= from - to,
  );
  if (limit !== undefined) return { trigger: bySetting(limit, "limit", []) };
  const { before, after } = pairOf(makeups, onset, full);
  if (before === undefined || after === undefined) {
    const side = before === undefined ? "before the onset" : "behind it";
    return {
      missing: `what the table held ${side} is not known: a dump, or a bundle, of then would tell`,
    };
  }
  const grown = growth(before.uses, after.uses);
  const sum = grown.reduce((all, { entries }) => all + entries, 0);
  const [first, second] = grown;
  if (first === undefined)
    return {
      missing: "no use of entries grew from the last dump before the onset to the next one",
    };
  const kept = changes.find(
    ({ name, from, to }) =>
      to > from && KEEPS.some(([pattern, uses]) => pattern.test(name) && uses.includes(first.name)),
  );
  const words = `${titleOf(after, first.name)} grew from ${formatNumber(first.before)} to ${formatNumber(first.after)} entries`;
  if (kept !== undefined) return { trigger: bySetting(kept, "setting", [words]) };
  if (first.entries < MOST * sum)
    return {
      missing: `several uses grew alike, most of all ${first.name} by ${formatNumber(first.entries)} and ${second?.name} by ${formatNumber(second?.entries ?? 0)} entries`,
    };
  const parties = (["source", "destination"] as const).flatMap((role) =>
    partiesOf(role, before, after, first.entries),
  );
  return {
    trigger: {
      kind: "use",
      name: first.name,
      title: titleOf(after, first.name),
      span: onset,
      before: { at: before.at, value: first.before, place: before.place },
      after: { at: after.at, value: first.after, place: after.place },
      parties,
      evidence: [
        words,
        ...parties.map(
          ({ role, name, before: from, after: to }) =>
            `${role} ${name}: from ${formatNumber(from)} to ${formatNumber(to)} entries`,
        ),
      ],
    },
  };
}

const titleOf = ({ uses }: Makeup, name: string): string =>
  uses.find((one) => one.name === name)?.title ?? name;

function bySetting(change: Change, kind: "setting" | "limit", evidence: string[]): Trigger {
  const { name, from, to, span, before, after } = change;
  const verb = to < from ? "lowered" : "raised";
  return {
    kind,
    name,
    title: `${name} was ${verb} from ${formatNumber(from)} to ${formatNumber(to)}`,
    span,
    before: { at: span.from, value: from, place: before },
    after: { at: span.to, value: to, place: after },
    parties: [],
    evidence,
  };
}
