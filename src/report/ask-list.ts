import type { SourceName } from "../parsers/index.ts";
import { type Wanted, wantedOf } from "./ask.ts";
import { type ByCommand, WAYS } from "./ask-ways.ts";
import type { Results } from "./results.ts";

/** A command that would change what an analysis says. */
export interface Asked extends ByCommand {
  sources: SourceName[];
  why: string;
}

/** The fewest commands that could change the state or the primary cause; none where nothing is open. */
export const askOf = (results: Results): Asked[] => commandsFor(wantedOf(results));

/** Not every kernel has every file. Lines of a file that are read at most: none of those that are asked for comes near it. */
const MOST_LINES = 5000;
/** Tells the two samples' time, and a machine that was booted since. */
const CLOCK = "/proc/uptime";

/** The files of the kernel by one command, which titles each, and one for each other source. */
export function commandsFor(wanted: readonly Wanted[]): Asked[] {
  const files = new Set<string>();
  const ofFiles: Wanted[] = [];
  const asked: Asked[] = [];
  for (const one of wanted) {
    const way = WAYS[one.source]!;
    if (way.files !== undefined) {
      ofFiles.push(one);
      for (const file of way.files) files.add(file);
    } else asked.push({ ...way, sources: [one.source], why: whyOf([one]) });
  }
  if (ofFiles.length === 0) return asked;
  const isTwice = ofFiles.some(({ source }) => source !== "uptime" && WAYS[source]!.twice);
  return [
    {
      command: `head -n ${MOST_LINES} ${[...new Set([CLOCK, ...files])].join(" ")} 2>/dev/null`,
      sources: ofFiles.map(({ source }) => source),
      why: whyOf(ofFiles),
      ...(isTwice ? { twice: true } : {}),
    },
    ...asked,
  ];
}

/** Reasons that are told; of more it is said how many. */
const TOLD = 4;

function whyOf(wanted: readonly Wanted[]): string {
  const why = [...new Set(wanted.flatMap((one) => one.why))];
  const more = why.length - TOLD;
  return more > 1 ? `${why.slice(0, TOLD).join(", ")} and ${more} more` : why.join(", ");
}
