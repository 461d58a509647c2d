import type { Analysis } from "../contract.ts";
import { sayCause, sayOthers } from "../sentences.ts";
import type { Head } from "./document.ts";
import { prose } from "./prose.ts";

/**
 * The summary in its parts. The cause and the others are said anew, by what the summary was made with; what
 * stands before them is what happened. A summary that does not end so is left whole.
 */
export function summaryOf({ summary, state, findings }: Analysis): Head["summary"] {
  const [cause, others] = [sayCause(state, findings), sayOthers(findings)];
  const end = [cause, others].map((part) => (part === "" ? "" : ` ${part}`)).join("");
  if (cause === "" || !summary.endsWith(end))
    return { happened: prose(summary), cause: [], mechanism: [], others: [] };
  return {
    happened: prose(summary.slice(0, summary.length - end.length)),
    cause: prose(cause),
    mechanism: prose(findings[0]?.mechanism ?? ""),
    others: prose(others),
  };
}
