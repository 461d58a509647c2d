import type { Unacknowledged } from "../attribution/attribution.ts";
import { LEFT_WHEN_LOST } from "../attribution/unacknowledged.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type Value } from "./signal.ts";
import { ofRows, shareOfRows, TOP_OF } from "./use-commands.ts";
import { namesOf } from "./uses.ts";

/** Rows of connections whose last packets were not acknowledged. */
export const LOST = `/^tcp.*ESTABLISHED/ && !/UNREPLIED/ && $3 <= ${LEFT_WHEN_LOST} || /FIN_WAIT|LAST_ACK/`;
/** What a row does not tell: whether its endpoint is still there. */
const ALL = "   # those to removed endpoints as well";

/** Where only those that were closed can be told: from this part of the table on they say enough. */
const MANY = 0.2;

const of =
  (read: (one: Unacknowledged, entries: number) => Value | null): Signal["read"] =>
  (context): Reading => {
    const { attribution, facts } = context;
    if (attribution === null) return noTable(context);
    const { unacknowledged, entries, uses } = attribution;
    const all = Math.max(1, entries);
    if (!unacknowledged.openKnown && unacknowledged.entries < all * MANY)
      return absent(
        facts,
        "sysctl",
        "without a timeout of hours for open connections (nf_conntrack_tcp_timeout_established), the time left does not tell which of them are not acknowledged",
      );
    const value = read(unacknowledged, all);
    if (value === null)
      return absent(facts, "conntrack-table", "no single one holds a fifth of them");
    const place = uses.established.place ?? uses.closing.place ?? at(context.tables[0]!.entry, 1);
    const known = reading(value, place);
    return unacknowledged.openKnown || typeof value !== "number"
      ? known
      : ({ ...known, bound: "at least" } as Reading);
  };

export const UNACKNOWLEDGED_SIGNALS = {
  "unacknowledged.entries": {
    unit: "entries",
    title: "TCP connections whose last packets were not acknowledged",
    command: `${ofRows(LOST)} | wc -l${ALL}`,
    read: of(({ entries }) => entries),
  },
  "unacknowledged.share": {
    unit: "share",
    title: "table share of unacknowledged TCP connections",
    command: `${shareOfRows(`(${LOST})`)}${ALL}`,
    read: of(({ entries }, all) => entries / all),
  },
  "unacknowledged.topDestination": {
    unit: "name",
    title: "main destinations of unacknowledged TCP connections",
    command: `${ofRows(LOST)}${TOP_OF.destination}`,
    read: of(({ destinations, entries }) => namesOf(destinations, entries)),
  },
  "unacknowledged.topEndpoint": {
    unit: "name",
    title: "main endpoints of unacknowledged TCP connections",
    command: `${ofRows(LOST)}${TOP_OF.endpoint}`,
    read: of(({ endpoints, entries }) => namesOf(endpoints, entries)),
  },
} as const satisfies Record<string, Signal>;
