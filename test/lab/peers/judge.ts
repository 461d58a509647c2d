/** Which lines of a program's answer name a fault: the words are those of `faults.yaml`, for all programs alike. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const FILE = fileURLToPath(new URL("faults.yaml", import.meta.url));

/** A sample, what is true of it, and the words that count. */
export interface Fault {
  id: string;
  truth: string;
  /** Whether its table is full, so that saying so is a symptom. */
  full?: boolean;
  cause: string[];
  symptom?: string[];
  /** By peer: a rule that it has and whose own threshold is not reached here. */
  close?: Record<string, string>;
}

export type Named = "cause" | "symptom" | "nothing";

export interface Verdict {
  named: Named;
  /** The line that is the reason. */
  line: string | null;
  /** How many lines say something else. */
  others: number;
}

const KNOWN = parse(readFileSync(FILE, "utf8")) as { fullTable: string[]; faults: Fault[] };

/** All, with the node that is well at the end. */
export const FAULTS: readonly Fault[] = KNOWN.faults;

/** What the lines name of the fault, at best. */
export function judge(fault: Fault, lines: readonly string[]): Verdict {
  const symptoms = [...(fault.symptom ?? []), ...(fault.full ? KNOWN.fullTable : [])];
  const causes = lines.filter(oneOf(fault.cause));
  const rest = lines.filter((line) => !causes.includes(line));
  const consequences = rest.filter(oneOf(symptoms));
  const others = rest.length - consequences.length;
  const line = causes[0] ?? consequences[0] ?? null;
  const named = causes.length > 0 ? "cause" : consequences.length > 0 ? "symptom" : "nothing";
  return { named, line, others };
}

function oneOf(patterns: readonly string[]): (line: string) => boolean {
  const all = patterns.map((pattern) => new RegExp(pattern, "i"));
  return (line) => all.some((one) => one.test(line));
}
