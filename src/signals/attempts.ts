import type { Attribution, UseShare } from "../attribution/attribution.ts";
import { type Offender, worthNaming } from "../attribution/offenders.ts";
import { absent, noTable } from "./absent.ts";
import { combine } from "./combine.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import type { SignalContext } from "./signal.ts";
import { at, type Reading, reading, type Signal } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { setting } from "./table-limit.ts";
import { ofRows, shareOfRows, TOP_OF } from "./use-commands.ts";
import { namesOf } from "./uses.ts";

/** Connection attempts that are not open yet: nobody answered them, or their client did not answer back. */
const USES = ["half-open", "unanswered-syn"] as const;
const ROWS = "/SYN_RECV|SYN_SENT.*UNREPLIED/";

/** Reads both uses; `larger` is the one with more entries. */
const ofAttempts =
  (
    read: (both: UseShare[], larger: UseShare, entries: number) => number | string | null,
  ): Signal["read"] =>
  (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const both = USES.map((use) => attribution.uses[use]);
    const larger = both.reduce((a, b) => (b.entries > a.entries ? b : a));
    const value = read(both, larger, attribution.entries);
    return value === null
      ? absent(context.facts, "conntrack-table", "no single one holds a fifth of them")
      : reading(value, larger.place ?? at(context.tables[0]!.entry, 1));
  };

const sum = (both: readonly UseShare[], key: "entries" | "sourceCount"): number =>
  both.reduce((total, one) => total + one[key], 0);

const DEFAULTS = { syn_sent: 120, syn_recv: 60 };

/** How long an attempt keeps its entry, in seconds. */
function secondsOf(context: SignalContext, state: keyof typeof DEFAULTS): number {
  const timeout = setting(context, `net.netfilter.nf_conntrack_tcp_timeout_${state}`);
  return timeout.value === null ? DEFAULTS[state] : Math.max(1, Number(timeout.value));
}

/**
 * Packets that fit no connection, for each attempt that began within the window and has no answer. A client
 * whose answers come by another way goes on, and each of its packets is one of these; one that nobody answers
 * only repeats its first packet.
 */
function invalidPerAttempt(context: SignalContext): Reading {
  const { attribution, window } = context;
  if (attribution === null) return noTable(context);
  const { entries } = attribution.uses["unanswered-syn"];
  const lasts = secondsOf(context, "syn_sent");
  const seconds = window.sampledSeconds ?? 0;
  const began = entries * Math.min(1, seconds / lasts);
  return combine([COUNTER_SIGNALS["table.invalid"].read(context)], (invalid) =>
    began < 10 ? 0 : invalid / began,
  );
}

/** A flood that is limited may take this part of the limit. */
const FLOODED = 0.25;

/** The first packets a second whose entries, until their timeout, leave the rest of the table to others. */
function fittingRate(context: SignalContext): Reading {
  const lasts = Math.max(secondsOf(context, "syn_sent"), secondsOf(context, "syn_recv"));
  return combine([TABLE_SIGNALS["table.max"].read(context)], (max) =>
    Math.max(1, Math.floor((max * FLOODED) / lasts)),
  );
}

const ANSWERED = ["time-wait", "established", "idle-established", "close-wait"] as const;

/**
 * Connections that those who make most unanswered attempts got answered, for each of these: at least, since only the
 * largest sources of a use are known by name. A reset is no such answer, since a scan finds closed ports.
 */
function answeredPerAttempt({ uses }: Attribution): number {
  const { sources, entries } = uses["unanswered-syn"];
  const most = worthNaming(sources, entries);
  const names = new Set(most.map(({ name }) => name));
  const named = ANSWERED.flatMap((use) => uses[use].sources.filter(({ name }) => names.has(name)));
  return total(named) / Math.max(1, total(most));
}
const total = (holders: readonly Offender[]): number =>
  holders.reduce((all, { entries }) => all + entries, 0);

export const ATTEMPT_SIGNALS = {
  "attempts.entries": {
    unit: "entries",
    title: "connection attempts that are half-open or unanswered",
    command: `${ofRows(ROWS)} | wc -l`,
    read: ofAttempts((both) => sum(both, "entries")),
  },
  "attempts.share": {
    unit: "share",
    title: "table share of connection attempts that are half-open or unanswered",
    command: shareOfRows(ROWS),
    read: ofAttempts((both, _, entries) => sum(both, "entries") / Math.max(1, entries)),
  },
  "attempts.sources": {
    unit: "sources",
    title: "sources of connection attempts that are half-open or unanswered",
    command: `${ofRows(ROWS)} | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort -u | wc -l`,
    read: ofAttempts((both) => sum(both, "sourceCount")),
  },
  "attempts.perSource": {
    unit: "number",
    title: "half-open or unanswered attempts for each of their sources",
    command: `${ofRows(ROWS)}${TOP_OF.source}`,
    read: ofAttempts((both) => sum(both, "entries") / Math.max(1, sum(both, "sourceCount"))),
  },
  "attempts.destinations": {
    unit: "destinations",
    title: "destinations of half-open or unanswered attempts",
    command: `${ofRows(ROWS)} | sed 's/^[^=]*=[^ ]* //' | cut -d' ' -f1,3 | sort -u | wc -l   # by address and port`,
    read: ofAttempts((_, larger) => larger.destinationCount),
  },
  "attempts.topDestination": {
    unit: "name",
    title: "main destinations of half-open or unanswered attempts",
    command: `${ofRows(ROWS)}${TOP_OF.destination}`,
    read: ofAttempts((_, larger) => namesOf(larger.destinations, larger.entries)),
  },
  "attempts.fittingRate": {
    unit: "packets/s",
    title: "new attempts whose entries take a quarter of the limit",
    command: "sysctl net.netfilter.nf_conntrack_max; sysctl -a -r nf_conntrack_tcp_timeout_syn",
    read: fittingRate,
  },
  "attempts.answeredPerAttempt": {
    unit: "number",
    title: "answers to the main sources of unanswered attempts, for each of these",
    command: `${ofRows("/TIME_WAIT|CLOSE_WAIT|ESTABLISHED|SYN_SENT.*UNREPLIED/", "{print $4, $5}")} | sort | uniq -c | sort -rn | head`,
    read: (context) =>
      context.attribution === null
        ? noTable(context)
        : reading(
            answeredPerAttempt(context.attribution),
            context.attribution.uses["unanswered-syn"].place ?? at(context.tables[0]!.entry, 1),
          ),
  },
  "attempts.invalidPerAttempt": {
    unit: "number",
    title: "packets that fit no connection, for each unanswered attempt",
    command: "cat /proc/net/stat/nf_conntrack   # column invalid, in two samples",
    read: invalidPerAttempt,
  },
} as const satisfies Record<string, Signal>;
