import { tableSource } from "../conntrack-table/source.ts";
import type { Redaction } from "../redaction.ts";
import { defineSource } from "../source.ts";
import type { EventsFact } from "./fact.ts";
import { conntrackEvents } from "./index.ts";

/** The recorder's own marks, which hold times and counts. */
const MARK = /^# (?:began|dropped|until) [\dTZ:-]{1,24}(?: \d{1,15} \d{1,15})?$/;
const LOSS = "WARNING: We have hit ENOBUFS! We are losing events.";

/** Rows as those of the table; of what the tool says only that it lost events. */
const redact: Redaction = () => {
  const rows = tableSource.redact();
  return (line, hide) => {
    if (MARK.test(line) || line === LOSS) return line;
    return line.includes("src=") ? rows(line, hide) : "";
  };
};

export const eventsSource = defineSource<EventsFact>({
  what: "the births and ends of entries that a recorder hears",
  get: "sh collect.sh --watch --events -o DIR",
  sensitive: ["addresses"],
  redact,
  alternatives: [],
  byteParser: conntrackEvents,
});
