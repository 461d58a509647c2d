import { NOT_PASTED, prove } from "../transcripts/prove.ts";
import { readFiles } from "../truth/bundle-files.ts";
import { bundleOf, readSamples } from "../truth/samples.ts";
import type { Figures, Options } from "./run.ts";

/** Every sample as people paste it is diagnosed as its bundle is. */
export async function transcripts({ runs, seed, say }: Options): Promise<Figures> {
  const samples = readSamples().filter(({ id }) => !NOT_PASTED.has(id));
  const failures: string[] = [];
  let whole = 0;
  let fewer = 0;
  for (const { id } of samples) {
    const proof = await prove(id, await readFiles(bundleOf(id)), { runs, seed });
    whole += proof.whole;
    fewer += proof.fewer;
    failures.push(...proof.failures);
    say(`${id}: ${runs - proof.failures.length} of ${runs} hold`);
  }
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Transcripts

Each of ${samples.length} samples was exploded into the outputs of its commands and put together again
${n(runs)} times, as people paste such evidence: under prompts and titles, quoted, numbered, in colour, in one
file or in many, with some outputs left out (seed ${seed}).

| transcripts | number |
|---|---:|
| tried | ${n(whole + fewer)} |
| with every input that the verdict needs: same state, causes, count, limit and rows | ${n(whole)} |
| with fewer inputs: the same or a weaker verdict, never another one | ${n(fewer)} |
| that failed | ${n(failures.length)} |
`;
  return { text, failures };
}
