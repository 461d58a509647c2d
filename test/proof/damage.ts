import { sampleArchives } from "../damage/archives.ts";
import { noTally, prove, type Tally } from "../damage/prove.ts";
import type { Figures, Options } from "./run.ts";

/** Harm of an archive takes from what is said of it and adds nothing. */
export async function damage({ runs, say }: Options): Promise<Figures> {
  const archives = sampleArchives();
  const all = { cut: noTally(), flip: noTally() };
  const failures: string[] = [];
  for (const [id, path] of archives) {
    const { tallies, failures: own } = await prove(path, runs);
    for (const is of ["cut", "flip"] as const)
      for (const key of Object.keys(all[is]) as (keyof Tally)[]) all[is][key] += tallies[is][key];
    failures.push(...own);
    say(`${id}: ${own.length} failed`);
    for (const failure of own) say(failure);
  }
  const n = (value: number) => value.toLocaleString("en");
  const share = ({ read, rows }: Tally) => `${Math.round((read / rows) * 100)} %`;
  const row = (title: string, of: (tally: Tally) => string) =>
    `| ${title} | ${of(all.cut)} | ${of(all.flip)} |`;
  const text = `## Truncation and damage

Each of ${archives.length} archives, those of all samples and of other collectors, was cut at ${n(runs)} places spread over it,
and one bit was flipped at each of them. Of a cut one of our own each row must be counted that zlib's unpacking
gives. No verdict may contradict that of the whole archive: it is the same, weaker, or unknown; nothing that was
ruled out is found, and nothing that was found is ruled out; none rests on what may be wrong; and where anything is
other than before, the bundle is called truncated.

| archives | cut | flipped |
|---|---:|---:|
${row("tried", ({ tried }) => n(tried))}
${row("with the state and the causes of the whole", ({ same }) => n(same))}
${row("of which nothing could be read", ({ unread }) => n(unread))}
${row("rows that were read, of those of the whole", share)}

${n(failures.length)} failed.
`;
  return { text, failures };
}
