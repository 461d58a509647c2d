import { formatShare } from "../../src/format.ts";
import type { Analysis } from "../../src/index.ts";
import { table } from "../../src/report/markdown/table.ts";
import { STATE_WORDS, VERDICT_WORDS } from "../../src/report/words.ts";

/** Reports that are not of one sample, each with what it shows. */
const OTHERS = [
  ["lab.md", "the verdicts on fresh captures of a real kernel, with random limits and mixes"],
  ["lab-uml.md", "the same in user-mode Linux, which needs no root"],
  ["cluster.md", "what is said of kube-proxy, beside what three releases of it really did"],
  ["what-if.md", "what `what-if` predicted, beside what a real kernel then did"],
  [
    "recorder.md",
    "the recorder: what it caught, what it costs at rest, and what is left when it is killed",
  ],
  ["timeline.md", "what `timeline` said of incidents, beside what really happened, and when"],
  ["proof.md", "what is held of evidence in any form, by trying very many"],
  [
    "redaction.md",
    "copies without addresses and names: that they are diagnosed alike, and show none",
  ],
  ["fuzz.md", "inputs changed at random, by the ten thousand: what ran, and what they found"],
  [
    "collectors.md",
    "real exporters and collectors on a full table, and what is made of each answer",
  ],
  [
    "collector.md",
    "the collector on a sick node: which test holds what, and what it costs a full one",
  ],
  ["fleet.md", "bundles and digests of very many nodes: speed, memory, and their rows in DuckDB"],
  [
    "peers.md",
    "what other programs name of the same faults: their versions, what they are made for, their lines",
  ],
  ["bench.md", "speed and memory, beside the usual tools"],
  [
    "page.md",
    "the page in Chromium and Firefox: speed, memory and size, beside the command and zcat",
  ],
  [
    "truth.md",
    "what each item of a review says of an older commit, and the test that holds it now",
  ],
  ["trials.md", "what says so when an addition is made by halves"],
] as const;

/** The page over `reports/`: a row for each sample, in the order of their names. */
export function renderIndex(samples: ReadonlyMap<string, Analysis>): string {
  const rows = [...samples].map(([id, { state, findings }]) => {
    const first = findings[0];
    const primary = first === undefined || first.mechanism === "" ? null : first;
    return [
      `[${id}](../samples/${id})`,
      STATE_WORDS[state],
      primary?.title ?? "–",
      primary === null ? "–" : VERDICT_WORDS[primary.verdict],
      primary?.share ? formatShare(primary.share) : "–",
      `[Markdown](${id}.md), [HTML](${id}.html), [JSON](${id}.json)`,
    ];
  });
  return `${[
    "# Reports",
    "What conntriage says of each of the shipped [samples](../samples). `npm run reports` renews this folder.",
    table(
      [
        ...["Sample", "State", "Primary cause", "Verdict"].map((title) => ({ title })),
        { title: "Share", right: true },
        { title: "Report" },
      ],
      rows,
    ),
    "Share is the part of the table that the primary cause holds. A fault that holds no entries has none.",
    OTHERS.map(([file, about]) => `- [${file}](${file}): ${about}`).join("\n"),
  ].join("\n\n")}\n`;
}
