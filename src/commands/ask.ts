import { hostOf } from "../report/results.ts";
import { openTarget } from "./targets.ts";

export interface AskCommand {
  format: "text" | "json";
}

/** Runs `conntriage ask`: what would settle what is open, as a script or a list. */
export async function runAsk(targets: readonly string[], { format }: AskCommand): Promise<void> {
  const { examine } = await import("../analyze.ts");
  const [first, ...others] = await examine(targets, { open: openTarget });
  // a pod's namespace is its machine's matter
  const lead = [first, ...others].find(({ subject }) => subject.namespace === null) ?? first;
  const { askOf } = await import("../report/ask-list.ts");
  const asked = askOf(lead);
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
