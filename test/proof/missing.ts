import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { heldBy, saidWithout, sourcesOf } from "../missing/without.ts";
import type { Figures, Options } from "./run.ts";

/** No cause is ruled out or found because an input is missing. */
export async function missing({ say }: Options): Promise<Figures> {
  const failures: string[] = [];
  let removed = 0;
  for (const id of SAMPLE_IDS) {
    const held = await heldBy(bundleOf(id));
    for (const subject of held.subjects) {
      const sources = sourcesOf(subject);
      removed += sources.length;
      failures.push(...saidWithout(subject, held, sources).map((one) => `${id}: ${one}`));
    }
    say(`${id}: ${removed} so far`);
  }
  const text = `## Missing inputs

Of each sample's subjects each source was taken away in turn. A cause of which something that it requires is then not
known may be unknown; it must be neither ruled out nor found by that.

| inputs | number |
|---|---:|
| taken away | ${removed.toLocaleString("en")} |
| after which a cause was ruled out or found that was not before | ${failures.length} |
`;
  return { text, failures };
}
