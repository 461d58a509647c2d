import { LIMITS } from "../limits.ts";
import { isFields } from "./json-shapes.ts";

/** What stands under a key of a manifest. A time is ISO 8601 with its zone. */
export type Kind = (
  | { is: "text"; least?: number; most: number }
  | { is: "exactly"; text: string }
  | { is: "time" | "count" | "integer" | "seconds" | "yes or no" }
) & { orNull?: true };
export type Shape = Readonly<Record<string, Kind>>;

const text = (most: number): Kind => ({ is: "text", most });

/** Of the bundle; its `files` are a list of `FILE_SHAPE`. Further keys are of later releases. */
export const MANIFEST_SHAPE = {
  schema: { is: "exactly", text: "conntriage/bundle/1" },
  collector: text(64),
  arguments: text(4096),
  hostname: text(253),
  started: { is: "time" },
  ended: { is: "time" },
  startedUptime: { is: "seconds" },
  endedUptime: { is: "seconds" },
  uid: { is: "count" },
  netns: { ...text(64), orNull: true },
  netnsOfPid1: { ...text(64), orNull: true },
} as const satisfies Shape;

export const FILE_SHAPE = {
  path: { is: "text", least: 1, most: 1024 },
  command: text(4096),
  exit: { is: "integer", orNull: true },
  seconds: { is: "seconds" },
  bytes: { is: "count", orNull: true },
  cut: { is: "yes or no" },
  reason: { ...text(4096), orNull: true },
  sha256: { ...text(64), orNull: true },
} as const satisfies Shape;

export const MOST_FILES = LIMITS.entries;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** The first key of an object that is not as its shape has it, and how it should be; null where all are. */
export function faultOf(value: unknown, shape: Shape): { key: string; fault: string } | null {
  if (!isFields(value)) return { key: "", fault: "is no object" };
  for (const [key, kind] of Object.entries(shape)) {
    const fault = faultOfKind(Object.hasOwn(value, key) ? value[key] : undefined, kind);
    if (fault !== null) return { key, fault };
  }
  return null;
}

function faultOfKind(value: unknown, kind: Kind): string | null {
  if (value === undefined) return "is missing";
  if (value === null && kind.orNull === true) return null;
  switch (kind.is) {
    case "text":
      if (typeof value !== "string") return "is no text";
      if (value.length > kind.most) return `has more than ${kind.most} characters`;
      return value.length < (kind.least ?? 0) ? "is empty" : null;
    case "exactly":
      return value === kind.text ? null : `is not ${kind.text}`;
    case "time":
      return typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? null
        : "is no time";
    case "count":
      return Number.isSafeInteger(value) && Number(value) >= 0 ? null : "is no count";
    case "integer":
      return Number.isSafeInteger(value) ? null : "is no integer";
    case "seconds":
      return Number.isFinite(value) && Number(value) >= 0 ? null : "is no number of seconds";
    case "yes or no":
      return typeof value === "boolean" ? null : "is neither true nor false";
  }
}
