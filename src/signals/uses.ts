import type { Attribution, UseShare } from "../attribution/attribution.ts";
import { type Offender, worthNaming } from "../attribution/offenders.ts";
import { USES, type Use } from "../attribution/uses.ts";
import { absent, noTable } from "./absent.ts";
import {
  at,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
  type Value,
} from "./signal.ts";
import { commandsOf } from "./use-commands.ts";

/** What is known of each use. Shares are parts of the whole table: the rows that could be read. */
interface OfAUse {
  entries: "entries";
  share: "share";
  destinations: "destinations";
  sources: "sources";
  topDestination: "name";
  "topDestination.share": "share";
  topEndpoint: "name";
  topSource: "name";
  "topSource.share": "share";
}
type UseSignals = { [K in keyof OfAUse as `use.${Use}.${K}`]: Signal<OfAUse[K]> };

/** The attribution, when the bundle allows to know this use at all. */
export function known(context: SignalContext, use: Use): Attribution | Reading {
  const { attribution } = context;
  if (attribution === null) return noTable(context);
  if (use === "stale-endpoint" && !attribution.staleKnown)
    return absent(
      context.facts,
      "iptables-save",
      "no ruleset of the bundle names Services and their endpoints",
    );
  if (use === "idle-established" && !attribution.idleKnown)
    return absent(
      context.facts,
      "sysctl",
      "nf_conntrack_tcp_timeout_established is not in the bundle, so idle time is unknown",
    );
  return attribution;
}

const NOBODY = "no single one holds a fifth of them";

function ofUse(
  use: Use,
  read: (share: UseShare, entries: number) => Value | null,
  none = "no entry has this use",
): Signal["read"] {
  return (context) => {
    const attribution = known(context, use);
    if ("value" in attribution) return attribution;
    const value = read(attribution.uses[use], attribution.entries);
    if (value === null) return absent(context.facts, "conntrack-table", none);
    const place = attribution.uses[use].place ?? at(context.tables[0]!.entry, 1);
    return reading(value, place);
  };
}

/** An offender by its Service where one is known. */
export const offenderName = ({ name, service }: Offender): string =>
  service === null || service === name ? name : `${service} (${name})`;

/** Those that hold a part worth naming; null where no single one does. */
export function namesOf(holders: readonly Offender[], entries: number): string | null {
  const names = worthNaming(holders, entries).map(offenderName);
  return names.length === 0 ? null : names.join(", ");
}

function useSignals(use: Use): Record<string, Signal> {
  const command = commandsOf(use);
  const share = (of: (share: UseShare) => number) => (one: UseShare, entries: number) =>
    entries === 0 ? 0 : of(one) / entries;
  const about = USES[use];
  const short = about.replace(/ \(.*\)$/, "");
  return {
    [`use.${use}.entries`]: {
      unit: "entries",
      title: about,
      command: command.entries,
      read: ofUse(use, (one) => one.entries),
    },
    [`use.${use}.share`]: {
      unit: "share",
      title: `table share of ${about}`,
      command: command.share,
      read: ofUse(
        use,
        share((one) => one.entries),
      ),
    },
    [`use.${use}.destinations`]: {
      unit: "destinations",
      title: `destinations of ${about}`,
      command: command.destinations,
      read: ofUse(use, (one) => one.destinationCount),
    },
    [`use.${use}.sources`]: {
      unit: "sources",
      title: `sources of ${about}`,
      command: command.sources,
      read: ofUse(use, (one) => (use === "stale-endpoint" ? null : one.sourceCount)),
    },
    [`use.${use}.topDestination`]: {
      unit: "name",
      title: `main destinations of ${about}`,
      command: command.destination,
      read: ofUse(use, (one) => namesOf(one.destinations, one.entries), NOBODY),
    },
    [`use.${use}.topDestination.share`]: {
      unit: "share",
      title: `table share of ${short} at one destination`,
      command: command.destination,
      read: ofUse(
        use,
        share((one) => one.destinations[0]?.entries ?? 0),
      ),
    },
    [`use.${use}.topEndpoint`]: {
      unit: "name",
      title: `main endpoints of ${about}`,
      command: command.endpoint,
      read: ofUse(use, (one) => namesOf(one.endpoints, one.entries), NOBODY),
    },
    [`use.${use}.topSource`]: {
      unit: "name",
      title: `main sources of ${about}`,
      command: command.source,
      read: ofUse(use, (one) => namesOf(one.sources, one.entries), NOBODY),
    },
    [`use.${use}.topSource.share`]: {
      unit: "share",
      title: `table share of ${short} from one source`,
      command: command.source,
      read: ofUse(
        use,
        share((one) => one.sources[0]?.entries ?? 0),
      ),
    },
  };
}

export const USE_SIGNALS = Object.fromEntries(
  (Object.keys(USES) as Use[]).flatMap((use) => Object.entries(useSignals(use))),
) as UseSignals;
