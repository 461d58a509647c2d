import { type Draw, draw, isSettled, wordsOf } from "../ask/draw.ts";
import { NOT_PASTED } from "../transcripts/prove.ts";
import { readSamples } from "../truth/samples.ts";
import type { Figures, Options } from "./run.ts";

/** A sample without some of its inputs, and what `ask` wants of it, say together what the whole sample says. */
export async function ask({ runs, seed, say }: Options): Promise<Figures> {
  const samples = readSamples().filter(({ id }) => !NOT_PASTED.has(id));
  const draws: Draw[] = [];
  for (let run = 0; run < runs; run++) {
    draws.push(await draw(samples[run % samples.length]!, seed, run));
    if (run % 20 === 19) say(`${run + 1} of ${runs}`);
  }
  const failures = draws.filter((one) => !isSettled(one)).map(wordsOf);
  const open = draws.filter(({ before, whole }) => before !== whole);
  const median = (all: readonly Draw[]) =>
    all.map(({ asked }) => asked.length).sort((a, b) => a - b)[all.length >> 1] ?? 0;
  const n = (of: (one: Draw) => boolean) => draws.filter(of).length;
  const text = `## Asking for what is open

${runs} times a sample was drawn and one to five of its inputs removed, at times the first sample
only (seed ${seed}). \`ask\` was run on what was left, and what its commands would print was given back from the whole
bundle. "Allowed" are draws in which the answers to all commands that \`ask\` knows lead to the sample's cause.

| draws | number |
|---|---:|
| drawn | ${runs} |
| allowed by the inputs | ${n(({ best, whole }) => best === whole)} |
| of these with the right primary cause after one round | ${n(({ best, whole, after }) => best === whole && after === whole)} |
| of these with the right state, too | ${n(({ best, whole, after, state }) => best === whole && after === whole && state.after === state.whole)} |
| without the right primary cause before it | ${open.length} |
| in which nothing was asked | ${n(({ asked }) => asked.length === 0)} |
| commands asked for, median and most | ${median(draws)} and ${Math.max(...draws.map(({ asked }) => asked.length))} |
| the same, of those without the right primary cause before | ${median(open)} and ${Math.max(0, ...open.map(({ asked }) => asked.length))} |
`;
  return { text, failures };
}
