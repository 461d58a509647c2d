import type { Analysis, AnalysisFinding } from "../report/contract.ts";
import type { SignalName } from "../signals/index.ts";
import { differences, type Said, sureCauses } from "./differences.ts";
import type { Expected, ExpectedParty } from "./expected.ts";

/**
 * The expectation that an analysis meets: state, causes and parties, and of all else what is expected already.
 * Bounds and tolerances that hold stay as they are.
 *
 * @param before null where there is no `expected.json` yet
 */
export function updated(before: Expected | null, said: Said): Expected {
  const { analysis, readings } = said;
  const [first, ...others] = sureCauses(analysis);
  const old = before ?? {};
  const wrong = new Set(differences(old, said).map(({ key }) => key));
  const partiesOf = (cause: string) =>
    analysis.findings.find((one) => one.cause === cause)?.parties.map(plain) ?? [];
  const also = others.map(({ cause }) => cause).sort();
  const result: Expected = { ...old };
  if (result.state === undefined || wrong.has("state")) result.state = analysis.state;
  result.primary = first?.cause ?? null;
  if (also.length > 0) result.also = also;
  else delete result.also;
  const who = first === undefined ? [] : first.parties.map(plain);
  const isNew = first?.cause !== old.primary || old.party === undefined || wrong.has("party");
  if (isNew) result.party = who.length === 0 ? null : who;
  if (isNew) delete result.perhaps;
  result.verdicts = mapped(old.verdicts, wrong, "verdicts", (cause) => verdictOf(analysis, cause));
  result.parties = mapped(old.parties, wrong, "parties", partiesOf);
  result.uses = mapped(old.uses, wrong, "uses", (use) =>
    Number((analysis.table.uses.find((one) => one.use === use)?.share ?? 0).toFixed(3)),
  );
  result.signals = mapped(
    old.signals,
    wrong,
    "signals",
    (name) => readings.get(name as SignalName)?.value ?? null,
  );
  if (wrong.has("coverage"))
    result.coverage = old.coverage!.filter((source) =>
      analysis.coverage.read.some((one) => one.source === source),
    );
  if (wrong.has("truncated")) result.truncated = analysis.bundle.truncated;
  return JSON.parse(JSON.stringify(result)) as Expected;
}

const verdictOf = ({ findings }: Analysis, cause: string) =>
  findings.find((one) => one.cause === cause)?.verdict ?? "unknown";

/** A party without what is unknown of it, and without its entries, which vary. */
const plain = ({ entries: _, ...one }: AnalysisFinding["parties"][number]): ExpectedParty =>
  Object.fromEntries(
    Object.entries(one).filter(([, value]) => value !== null),
  ) as unknown as ExpectedParty;

/** The same keys, with another value where the old one is wrong. */
function mapped<T, F extends T>(
  old: Readonly<Record<string, T>> | undefined,
  wrong: ReadonlySet<string>,
  of: string,
  found: (key: string) => F,
): Record<string, T> | undefined {
  if (old === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(old).map(([key, value]) => [
      key,
      wrong.has(`${of}.${key}`) ? found(key) : value,
    ]),
  );
}
