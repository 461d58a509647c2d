import { type Readings, SIGNALS } from "../signals/index.ts";
import type { Reading, Signal, Value } from "../signals/signal.ts";
import type { Operator, Test } from "./cause.ts";
import type { Evidence, Role } from "./finding.ts";

/** What a test, or several of which one is enough, came to. */
export interface Judged {
  holds: boolean | null;
  evidence: Evidence[];
}

/** Holds a reading against a test, and says so as evidence. */
export function judge(
  [signal, operator, than]: Test,
  readings: Readings,
  role: Role = "gate",
): Judged {
  const found = readings.get(signal);
  const { title, unit, command } = SIGNALS[signal] as Signal;
  const holds =
    found === undefined || found.value === null ? null : compare(found.value, operator, than);
  const evidence: Evidence = {
    role,
    signal,
    title,
    value: found?.value ?? null,
    unit,
    test: `${operator} ${than}`,
    holds,
    source: found !== undefined && found.value !== null ? found.place : null,
    command,
    missing: missingOf(found),
  };
  return { holds, evidence: [evidence] };
}

/** Whether a test holds; null when its signal is unknown. */
export const evaluate = (test: Test, readings: Readings): boolean | null =>
  judge(test, readings).holds;

const missingOf = (found: Reading | undefined): Evidence["missing"] =>
  found !== undefined && found.value === null
    ? { source: found.wants, reason: found.reason }
    : null;

function compare(value: Value, operator: Operator, than: Value): boolean {
  if (operator === "=") return value === than;
  if (operator === "!=") return value !== than;
  const [a, b] = [Number(value), Number(than)];
  if (operator === ">") return a > b;
  if (operator === ">=") return a >= b;
  return operator === "<" ? a < b : a <= b;
}
