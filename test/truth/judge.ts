/** Examines bundles, each once, and words what a verdict rests on. */
import { examine } from "../../src/analyze.ts";
import type { Cause, Requirement } from "../../src/causes/cause.ts";
import type { Evidence, Finding } from "../../src/causes/match.ts";
import { type State, stateOf } from "../../src/causes/state.ts";
import { blocksOf } from "../support/archives.ts";
import { applyEdits } from "./apply.ts";
import { type BundleFiles, packBundle, readFiles } from "./bundle-files.ts";
import type { Edit } from "./edit-kinds.ts";
import { bundleOf } from "./samples.ts";

/** As much of an analysis as the truth table asks for. */
export interface Judged {
  state: State;
  /** The surest first, as the report ranks them. */
  findings: readonly Finding[];
  /** Share of the table by use. */
  shares: ReadonlyMap<string, number>;
}

async function judge(target: string, bytes?: Uint8Array): Promise<Judged> {
  const options = bytes === undefined ? {} : { stdin: () => blocksOf(bytes) };
  const [{ readings, findings, attribution }] = await examine(target, options);
  const entries = Math.max(1, attribution?.entries ?? 0);
  const uses = Object.entries(attribution?.uses ?? {});
  const shares = new Map(uses.map(([use, { entries: held }]) => [use, held / entries]));
  return { state: stateOf(readings), findings, shares };
}

function once<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

const files: (id: string) => Promise<BundleFiles> = once((id) => readFiles(bundleOf(id)));

/** What the analyzer says of a sample's own bundle. */
export const judgeSample = once((id) => judge(bundleOf(id)));

/** What it says of a sample's bundle with edits made. */
export async function judgeEdited(id: string, edits: readonly Edit[]): Promise<Judged> {
  return judge("-", packBundle(applyEdits(await files(id), edits)));
}

/** The finding of a cause; every cause of the table has one. */
export const findingOf = ({ findings }: Judged, cause: string): Finding =>
  findings.find((one) => one.cause.id === cause)!;

export const isHeld = ({ verdict }: Finding): boolean =>
  verdict === "confirmed" || verdict === "likely";

/** The causes that a report would name, the surest first. */
export const heldOf = ({ findings }: Judged): string[] =>
  findings.filter(isHeld).map(({ cause }) => cause.id);

/** What rules a cause out: the signals of each requirement that fails, and of each exclusion that holds. */
export function decidingSignals({ cause, evidence }: Finding): string[][] {
  const all = (requirement: Requirement, holds: boolean) =>
    testsOf(requirement).every(
      ([signal, operator, than]) =>
        evidence.find((one) => one.signal === signal && one.test === `${operator} ${than}`)
          ?.holds === holds,
    );
  const failing = required(cause).filter((one) => all(one, false));
  const excluding = cause.excludes.filter((one) => all(one, true));
  // a fault that was found rules out that ordinary use fills the table
  const faults = cause.rest === true ? foundFaults(evidence) : [];
  return [...signalsOf([...failing, ...excluding]), ...faults.map(({ signal }) => [signal])];
}

const foundFaults = (evidence: readonly Evidence[]) =>
  evidence.filter(({ role, holds }) => role === "excludes" && holds === true);

/** What must hold: the part of the table that a cause must hold is one of it. */
export const required = ({ requires, weighs }: Cause): readonly Requirement[] =>
  weighs === undefined ? requires : [weighs, ...requires];

/** The signals of each requirement. */
export const signalsOf = (requirements: readonly Requirement[]): string[][] =>
  requirements.map((one) => testsOf(one).map(([signal]) => signal));

const testsOf = (requirement: Requirement) =>
  "any" in requirement ? [...requirement.any] : [requirement];

/** The threshold of a cause's test on a signal, and how far the value is from it. */
export function distances(cause: Cause, evidence: readonly Evidence[], signal: string) {
  const tests = [...required(cause), ...cause.excludes].flatMap(testsOf);
  const faults = cause.rest === true ? foundFaults(evidence) : [];
  return [
    ...tests,
    ...faults.map((one): [string, string, number] => [
      one.signal,
      ">",
      Number(one.test.split(" ")[1]),
    ]),
  ]
    .filter(([name, , than]) => name === signal && typeof than === "number")
    .map(([, , than]) => {
      const value = Number(evidence.find((one) => one.signal === signal)?.value);
      return { value, than: Number(than), distance: Math.abs(value - Number(than)) };
    });
}

/** A verdict with the evidence that decided it, for the message of a failed test. */
export function explain(sample: string, { cause, verdict, evidence }: Finding): string {
  const rows = evidence.map(
    ({ role, signal, value, test, holds, missing }) =>
      `  ${role} ${signal} = ${value ?? `unknown (${missing?.source})`}, ${test}: ${holds ?? "unknown"}`,
  );
  return [`${sample}: ${cause.id} is ${verdict}`, ...rows].join("\n");
}
