import { didYouMean } from "../causes/nearest.ts";
import { AnalyzerError } from "../errors.ts";
import { wrap } from "../report/text/width.ts";
import { SIGNALS } from "../signals/index.ts";
import type { Signal } from "../signals/signal.ts";

const ALL: Readonly<Record<string, Signal>> = SIGNALS;

/** What a signal is, with its unit. */
export const meaningOf = (name: string): string => `${ALL[name]!.title} (${ALL[name]!.unit})`;
const lineOf = (name: string): string => `${name}: ${meaningOf(name)}`;

/** Lists the signals, which causes of one's own may test, or tells how one is seen by hand. */
export function runSignals(name: string | undefined): void {
  if (name !== undefined && !Object.hasOwn(ALL, name))
    throw new AnalyzerError(
      "USAGE",
      `no signal is called ${name}${didYouMean(name, Object.keys(ALL)) || ': see "conntriage signals"'}`,
    );
  const lines =
    name === undefined
      ? Object.keys(ALL).flatMap((one) => wrap(lineOf(one), "", "    "))
      : [...wrap(lineOf(name)), "", "By hand", `  ${ALL[name]!.command}`];
  process.stdout.write(`${lines.join("\n")}\n`);
}
