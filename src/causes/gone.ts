/** Signals of earlier releases that are no more, and what a cause of one's own uses instead. */
const GONE: Readonly<Record<string, string>> = {
  "cloud.allowanceExceeded":
    "it was split into cloud.connections, cloud.linkLocal, cloud.packets and cloud.bandwidth",
  "sizing.maxPerCore": "use sizing.max, the limit for all cores together",
  "snat.top": "use snat.fullest, the destination towards which ports run out first",
  "snat.top.entries": "use snat.fullest.entries",
  "table.lossesBefore":
    "use table.fullMessages.before, since a total since boot does not tell when",
};

/** What became of a signal, as `: gone since 0.1, …`; empty of all others. */
export const goneSince = (name: unknown): string =>
  typeof name === "string" && Object.hasOwn(GONE, name) ? `: gone since 0.1, ${GONE[name]}` : "";
