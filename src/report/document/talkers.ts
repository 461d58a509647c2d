import type { Analysis } from "../contract.ts";
import { readEntries } from "../words.ts";
import type { Block, Content, Part } from "./document.ts";
import { code, columns, counted, number, says, share } from "./inline.ts";
import { knownAs, knownTitle, part } from "./parts.ts";

type Offenders = Analysis["table"]["topSources"];

/** Who holds most entries, whatever they are there for. */
export function talkers(analysis: Analysis): Content[] {
  const { topDestinations, topSources } = analysis.table;
  const whole = readEntries(analysis);
  const tables = [
    ...list("Destination", topDestinations, whole),
    ...list("Source", topSources, whole),
  ];
  if (tables.length === 0) return [];
  return [
    {
      title: "Top talkers",
      blocks: [{ kind: "chart", chart: "talkers", tables }],
      terminal: [
        ...terminalList("Top talkers: destinations", topDestinations),
        ...terminalList("Top talkers: sources", topSources),
      ],
    },
  ];
}

function list(title: string, offenders: Offenders, whole: number): Block[] {
  if (offenders.length === 0) return [];
  return [
    {
      kind: "table",
      columns: columns(title, knownTitle(offenders), counted("Entries"), counted("Share")),
      rows: offenders.map((one) => [
        [code(one.name)],
        knownAs(one),
        [number(one.entries)],
        [share(whole === 0 ? 0 : one.entries / whole)],
      ]),
    },
  ];
}

const OTHER_NAMES = { service: "Service", pod: "Pod", process: "Process" } as const;

/** With the columns that the bundle fills. */
function terminalList(title: string, offenders: Offenders): Part[] {
  if (offenders.length === 0) return [];
  const known = (["service", "pod", "process"] as const).filter((key) =>
    offenders.some((one) => one[key] !== null),
  );
  return [
    part(title, {
      kind: "table",
      columns: columns(counted("Entries"), "Name", ...known.map((key) => OTHER_NAMES[key])),
      rows: offenders.map((one) => [
        [number(one.entries)],
        [code(one.name)],
        ...known.map((key) => {
          const name = one[key];
          return name === null ? says`–` : [code(name)];
        }),
      ]),
    }),
  ];
}
