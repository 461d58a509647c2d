import { namesNoMachine } from "./no-machine.ts";

/** What stands before or around an output's lines because of where they were pasted. */
export interface Peeled {
  text: string;
  /** The machine or pod that the prefix names. */
  host?: string;
  /** The file that the prefix names, as grep prints it. */
  path?: string;
  namespace?: string;
  /** The date that a tool put before the line. */
  time?: string;
}

type Peeler = (text: string) => Peeled | null;

const by =
  (pattern: RegExp, what: "host" | "path" | "time" | null = null): Peeler =>
  (text) => {
    const found = pattern.exec(text);
    if (found === null) return null;
    const rest = text.slice(found[0].length);
    return what === null ? { text: rest } : { text: rest, [what]: found[1]! };
  };

export const indented = by(/^\s{1,64}/);
/** cat -n, nl, grep -n, an editor's margin; but no time of day, as a chat writes it. */
export const numbered = by(/^\d{1,9}(?:\t|:(?! ?\d\d(?::|$| ?[AP]M\b))| {1,2}(?=\S))/);

/** Words that people and tools put before an output, which name no machine. */
const LABEL =
  /^(?:output|result|stdout|stderr|value|current(?:ly)?|now|before|after|actual|expected|answer|reply|note|error|warning|info|kernel|syslog|dmesg|symptom|message|log|count|max(?:imum)?|limit|total|used?|usage|size|entries|conntrack|anzahl|aktuell|jetzt|vorher|nachher|ausgabe|ergebnis|wert)$/i;

/** Words before what somebody looks for or writes about. */
const SOUGHT =
  /^(?:subject|title|summary|topic|betreff|objet|re|aw|fwd?|pattern|regexp?|expr|query|search|grep|match|rule|fix|bug|question)$/i;

/** By their commonness. Each takes one layer off; a line may have several. */
export const PEELERS: readonly Peeler[] = [
  indented,
  // quoted in a mail or in Markdown
  by(/^(?:> ?){1,8}/),
  numbered,
  by(/^(?:[-*•·] {1,3}|\d{1,3}[.)] {1,3})/),
  // what a diff shows as the later of two
  by(/^\+(?=(?:net|kernel)\.[a-z])/),
  // Terraform
  by(/^[\w.[\]"-]{1,200} \((?:remote|local)-exec\): /),
  // in quotes, or as code
  (text) => {
    const inner = /^(["'`]{1,2})(?! )(.{8,4000})(?<! )\1[.,;]?$/.exec(text)?.[2];
    // a key and its value are not one text in quotes
    return inner === undefined || /["'`]\s?:\s?["'`]/.test(inner) ? null : { text: inner };
  },
  // a table of a tracker
  (text) => {
    const inner = /^\|{1,2} ?(.*?) ?\|{0,2}$/.exec(text)?.[1];
    // a row of a name and its value
    const pair =
      /^([`"]?)([\w./]{3,100}|conntrack (?:table )?\w{3,7})\1 {0,80}\|{1,2} {0,80}([`"]?)(\d[\d,.' ]{0,24})\3(?: \([^|]{1,60}\))?$/i.exec(
        inner ?? "",
      );
    return inner === undefined
      ? null
      : { text: pair === null ? inner : `${pair[2]} = ${pair[4]!.trim()}` };
  },
  // grep over several files, with or without line numbers
  by(/^((?:\.{0,2}\/)?[\w.@%+-]{1,128}(?:\/[\w.@%+=-]{1,253}){1,16}):(?:\d{1,9}:)?/, "path"),
  // kubectl logs --prefix
  by(/^\[pod\/([^/\]\s]{1,253})\/[^\]\s]{1,253}\] /, "host"),
  // pdsh, clush, docker compose, stern
  (text) => {
    const [before, host] = /^([A-Za-z0-9][\w.-]{0,252}):\s{1,4}/.exec(text) ?? [];
    if (before === undefined) return null;
    if (SOUGHT.test(host!)) return null;
    const rest = text.slice(before.length);
    return LABEL.test(host!) || namesNoMachine(host!)
      ? { text: rest }
      : { text: rest, host: host! };
  },
  // a chat's export: who said it, and when
  by(
    /^\[?\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?(?:\]| -) [^:[\]]{1,60}: {1,4}/,
  ),
  // a person's name has no digit nor hyphen, and a tool's time has seconds
  by(
    /^(?:\[\d{1,2}:\d\d(?: ?[AP]M)?\]|\d{1,2}:\d\d(?: ?[AP]M)?) @?\p{L}[\p{L}'’. ]{0,40}: {1,4}/iu,
  ),
  by(/^(?:\[?\d\d:\d\d(?::\d\d)?\]? )?<[ @+]?[^<>\s]{1,40}> {1,4}/),
  // a chat's bold or fixed type
  (text) => {
    const [before, , host] = /^([*_`]{1,2})([A-Za-z0-9][\w.-]{0,252})\1:?\s{1,4}/.exec(text) ?? [];
    return before === undefined || namesNoMachine(host!)
      ? null
      : { text: text.slice(before.length), host: host! };
  },
  // docker service logs
  by(/^[\w.-]{1,128}\.\d{1,4}\.[a-z0-9]{4,30}@([\w.-]{1,253}) {1,16}\| /, "host"),
  // fabric
  by(/^\[([A-Za-z0-9][\w.-]{0,252})\] (?:out|err): /, "host"),
  // scripts over several machines
  (text) => {
    const [before, host] =
      /^\[((?=[\w-]{0,252}[\d.-])[A-Za-z][\w.-]{1,252})\]:? {1,4}/.exec(text) ?? [];
    return before === undefined || namesNoMachine(host!)
      ? null
      : { text: text.slice(before.length), host: host! };
  },
  // parallel --tag
  by(/^((?=[\w-]*[.\d-])[A-Za-z][\w.-]{1,252})\t/, "host"),
  // knife ssh: nothing but a blank
  by(
    /^((?=[\w.-]*[a-z])(?=[\w-]*[.\d-])[A-Za-z0-9][\w.-]{1,252}) {1,8}(?=(?:net|kernel)\.[a-z]|\/proc\/sys\/)/,
    "host",
  ),
  by(/^([a-z0-9][a-z0-9.-]{1,252}) {1,8}(?:\| |› )/, "host"),
  // a pod's name is no word of prose
  by(/^((?=[a-z0-9.-]*[\d.-])[a-z0-9][a-z0-9.-]{4,252}) {1,4}[a-z][a-z0-9-]{1,62} {1,4}/, "host"),
  by(/^([A-Za-z0-9][\w.-]{0,60}\.(?:txt|log|out)):(?:\d{1,9}:)?/, "path"),
  // a time that another tool put before each line
  by(
    /^\[?((?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?[ :]{1,4}/,
    "time",
  ),
];
