import { type State, wasLoggedFull } from "../causes/state.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import type { AnalysisFinding } from "./contract.ts";
import { elsewhereSentence } from "./elsewhere.ts";
import { fill } from "./fill.ts";
import { sayCause, sayOthers } from "./sentences.ts";
import { exhaustedSentence, stateSentence } from "./state-sentence.ts";

/** Whether entries were lost within the window: said only where the bundle can tell. */
function lossSentence(state: State, readings: Readings): string {
  if (state === "exhausted" || state === "unknown") return "";
  // each message is a lost packet, whenever it was written
  if (wasLoggedFull(readings)) return "";
  const lost = readings.get("table.exhausted");
  return lost === undefined || lost.value !== null
    ? " No new connection was lost to a full table within the window."
    : ` Whether connections were lost to a full table is unknown (${lost.reason}).`;
}

/** Packets that were dropped within the window, where nothing shows that the table had no room. */
function droppedSentence(state: State, readings: Readings): string {
  const value = (name: SignalName) => readings.get(name)?.value ?? null;
  const [lost, dropped] = [value("table.fullDrops"), value("table.drops")];
  if (state === "unknown" && Number(lost) > 0)
    return fill(" The kernel dropped {table.fullDrops:counted} of new connections.", readings);
  return lost === null && Number(dropped) > 0
    ? fill(
        " The kernel dropped {table.drops:counted} within the window, including those whose entry could not be inserted.",
        readings,
      )
    : "";
}

/** When the table was first and last full, as far as the kernel's log tells. */
function timeSentence(readings: Readings, isWatched: boolean): string {
  const value = (name: SignalName) => readings.get(name)?.value ?? null;
  const [first, last] = [value("table.fullFirst"), value("table.fullLast")];
  const before = isWatched ? "the end of the window" : "this was taken";
  const ago =
    first === null || last === null
      ? ""
      : first === last
        ? ` The kernel's log says “table full” {table.fullLast} before ${before}.`
        : ` The kernel's log says “table full” first {table.fullFirst} and last {table.fullLast} before ${before}.`;
  const [since, until] = [value("table.fullFirst.clock"), value("table.fullLast.clock")];
  if (isWatched)
    return fill(
      since === null || until === null
        ? ago
        : since === until
          ? " The kernel's log says “table full” at {table.fullLast.clock}."
          : " The kernel's log says “table full” from {table.fullFirst.clock} to {table.fullLast.clock} (the kernel logs at most ten in 5 s).",
      readings,
    );
  const [from, to] = [value("table.fullFirst.stamp"), value("table.fullLast.stamp")];
  const count = value("table.fullMessages.ever");
  if (count === null || count === 0) return fill(ago, readings);
  const isUptime = (stamp: unknown): boolean => /^\d+\.\d+$/.test(String(stamp));
  const when =
    from === null || to === null
      ? "without a time"
      : from === to
        ? "at {table.fullLast.stamp}"
        : isUptime(from) === isUptime(to)
          ? "from {table.fullFirst.stamp} to {table.fullLast.stamp}"
          : "the last one at {table.fullLast.stamp}";
  return fill(
    `${ago} The kernel's log has {table.fullMessages.ever:counted} “table full”, ${when}.`,
    readings,
  );
}

/** What a full table would hold, as far as that can be told. */
function demandSentence(state: State, readings: Readings): string {
  if (state !== "exhausted" || readings.get("demand.high")?.value == null) return "";
  return fill(
    " If nothing were refused or evicted, it would hold {demand.low} to {demand.high:counted}.",
    readings,
  );
}

/** What happened and why, in two or three sentences. */
export function summarise(
  state: State,
  findings: readonly AnalysisFinding[],
  readings: Readings,
  isWatched: boolean,
): string {
  const how =
    state === "exhausted"
      ? exhaustedSentence(readings)
      : fill(stateSentence(state, readings), readings);
  const first =
    how +
    droppedSentence(state, readings) +
    timeSentence(readings, isWatched) +
    elsewhereSentence(findings, readings) +
    lossSentence(state, readings) +
    demandSentence(state, readings);
  const cause = sayCause(state, findings);
  if (cause === "")
    return state === "healthy" || state === "unknown"
      ? first
      : `${first} The evidence does not show what filled it.`;
  return [first, cause, sayOthers(findings)].filter((part) => part !== "").join(" ");
}
