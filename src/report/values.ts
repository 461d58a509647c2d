import { codeSpan, formatBytes, formatNumber, formatSeconds, formatShare } from "../format.ts";
import type { AnalysisSignal } from "./contract.ts";

/** A value in words, with its unit. Text of the bundle becomes a code span. */
export function formatValue(value: AnalysisSignal["value"], unit: string): string {
  if (value === null) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return codeSpan(value);
  switch (unit) {
    case "share":
      return formatShare(value);
    case "bytes":
      return formatBytes(value);
    case "seconds":
      return formatSeconds(value);
    case "entries/s":
    case "answers/s":
    case "packets/s":
    case "connections/s":
    case "sockets/s":
    case "queries/s":
      return counted(formatNumber(value, 1), unit);
    case "version":
      return versionText(value);
    case "status":
    case "number":
      return formatNumber(value, 2);
    default:
      return counted(formatNumber(value, Number.isInteger(value) ? 0 : 2), unit);
  }
}

/** `5.04`, which orders versions as numbers, as people write it: `5.4`. */
const versionText = (value: number): string =>
  `${Math.floor(value + 1e-9)}.${Math.round((value % 1) * 100) % 100}`;

/** A number with its unit, which is in the singular behind 1: `1 entry`, `2 entries`, `1 entry/s`. */
const counted = (number: string, unit: string): string =>
  number === "1"
    ? `1 ${unit.replace(/(?:ies|s)(?=\/|$)/, (end) => (end === "ies" ? "y" : ""))}`
    : `${number} ${unit}`;
