import { printable } from "../format.ts";
import { hostOf, type Results } from "../report/results.ts";
import { openTarget } from "./targets.ts";

export interface AskCommand {
  format: "text" | "json";
}

/** Runs `conntriage ask`: what would settle what is open, as a script or a list. */
export async function runAsk(targets: readonly string[], { format }: AskCommand): Promise<void> {
  const { examine } = await import("../analyze.ts");
  const all = await examine(targets, { open: openTarget });
  const { askOf } = await import("../report/ask-list.ts");
  // a pod's namespace is its machine's matter
  const machines = all.filter(({ subject }) => subject.namespace === null);
  const [first, ...others] = (machines.length > 0 ? machines : all.slice(0, 1)).map((results) => ({
    results,
    asked: askOf(results),
  }));
  // a script is for one node: the worst of those of which something is open
  const open = [first!, ...others].filter(({ asked }) => asked.length > 0);
  const { results: lead, asked } = open[0] ?? first!;
  if (open.length > 1)
    process.stderr.write(
      `for ${nameOf(lead)} only: something is open on ${open
        .slice(1)
        .map(({ results }) => nameOf(results))
        .join(", ")} too, whose evidence can be given alone\n`,
    );
  if (format === "json") process.stdout.write(`${JSON.stringify(asked, null, 2)}\n`);
  else if (asked.length === 0)
    process.stdout.write(
      "# Nothing is open: no command would change the state or the primary cause.\n",
    );
  else {
    const { scriptOf } = await import("./ask-script.ts");
    process.stdout.write(scriptOf(asked, lead.bundle.name, hostOf(lead)));
  }
}

const nameOf = (results: Results): string =>
  printable(hostOf(results) ?? "a machine of unknown name", 253);
