import { whatIf } from "../analyze-what-if.ts";
import { AnalyzerError } from "../errors.ts";
import { openInThread } from "../node/thread.ts";
import { wrap } from "../report/text/width.ts";
import { sayWhatIf } from "../report/what-if-words.ts";
import type { Settings } from "../what-if/predict.ts";

/** Runs `conntriage what-if`. */
export async function runWhatIf(
  bundle: string,
  options: { set: string[]; format: "text" | "json" },
): Promise<void> {
  const answer = await whatIf(
    bundle,
    settingsOf(options.set),
    bundle === "-" ? { stdin: () => process.stdin } : { open: openInThread },
  );
  if (answer.truncated)
    process.stderr.write(
      "the bundle ends too early or is damaged, so entries may be missing from this answer\n",
    );
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(answer, null, 2)}\n`
      : `${linesOf(answer).join("\n")}\n`,
  );
}

/** Reads `name=value` settings, whose name may have its `net.netfilter.` in front. */
function settingsOf(texts: readonly string[]): Settings {
  const timeouts = new Map<string, number>();
  let max: number | null = null;
  for (const text of texts) {
    const [, name, value] =
      /^(?:net\.netfilter\.)?(nf_conntrack_\w{1,64})=(\d{1,9})$/.exec(text) ?? [];
    if (name === undefined || Number(value) < 1)
      throw new AnalyzerError("USAGE", `--set ${text}: give a setting as nf_conntrack_NAME=NUMBER`);
    if (name === "nf_conntrack_max") max = Number(value);
    else timeouts.set(name, Number(value));
  }
  return { timeouts, max };
}

function linesOf(answer: Parameters<typeof sayWhatIf>[0]): string[] {
  const { figures, notes, changes, foot } = sayWhatIf(answer);
  return [
    ...figures.map(({ what, from, to }) =>
      [what.padEnd(12), from === null ? to : `${from} -> ${to}`].join(" "),
    ),
    ...notes.flatMap((note) => wrap(note)),
    ...changes.flatMap((change) => wrap(change, "", "  ")),
    ...wrap(foot),
  ];
}
