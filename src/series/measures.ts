/** What a column of samples measures, by its title: dashboards, exporters and scripts name it in many ways. */

export type Measure = "count" | "max" | "used" | "drop" | "earlyDrop" | "insertFailed";

export interface Measured {
  measure: Measure;
  /** A value of a moment, a total since boot, or so many a second. */
  form: "gauge" | "total" | "rate";
  /** The machine that the title names. */
  host: string | null;
  /** It names connection tracking itself, so that the table is one of it. */
  isSure: boolean;
}

const SURE = /conntrack|netfilter/i;
/** The first that fits counts: a limit is often titled after the entries that it limits. */
const WORDS: readonly (readonly [RegExp, Measure])[] = [
  [/early[_ -]?drop/, "earlyDrop"],
  [/insert[_ -]?fail/, "insertFailed"],
  [/(?<![a-z])drop(?:s|ped)?(?![a-z])/, "drop"],
  [
    /entries(?:\{[^}]*\})? *\/ *\S*limit|usage|utili[sz]ation|(?<![a-z])used?(?![a-z])|percent|ratio|%/,
    "used",
  ],
  [/limit|(?<![a-z])max(?:imum)?(?![a-z])/, "max"],
  [/count|entries|connections|sockets|current|(?<![a-z])conntrack$/, "count"],
];
/** What a title that does not name connection tracking must be, whole. */
const BARE =
  /^(?:count|entries|max|limit|drops?|dropped|early[_ ]?drop|insert[_ ]?failed|connections|usage|used|utili[sz]ation|%)(?: ?(?:%|used|entries|packets|\/s|per second))?$/;
const OTHER =
  /expect|searched|found|invalid|ignore|chain|clash|buckets|socket buffer|icmp[_ ]error|_new\b|_delete|timeout/;
const TOTALS: ReadonlySet<Measure> = new Set<Measure>(["drop", "earlyDrop", "insertFailed"]);

/** Labels that name a machine, the surest first. */
const MACHINE = [
  "nodename",
  "node",
  "node_name",
  "kubernetes_node",
  "k8s.node.name",
  "hostname",
  "host.name",
  "host",
  "instance",
].map((name) => new RegExp(`(?:^|[{, ])"?${name}"?[=:] ?"([^"]{1,253})"`));
/** Graphite and collectd name the machine before the plugin; other programs name what it belongs to. */
const PATH = /(?:^|\.)([\w-]{1,253})\.conntrack\.([\w.-]+)$/;
const NO_MACHINE = /^(?:net|network|linux|system|netfilter|node|host|telegraf|collectd|kernel)$/;

/** The machine among labels such as `instance="worker-1:9100"`; an address of the machine itself names none. */
export function hostOf(labels: string): string | null {
  const found = MACHINE.map((label) => label.exec(labels)?.[1]).find((one) => one !== undefined);
  return found === undefined ? null : machineOf(found);
}

/** The machine of an instance, with or without the port that it was asked at. */
export function machineOf(instance: string): string | null {
  // an address of IPv6 has a port only behind brackets
  const bare = instance.trim().replace(/^([^:]*|.*\]):\d{1,5}$/, "$1");
  const name = bare.startsWith("[") && bare.endsWith("]") ? bare.slice(1, -1) : bare;
  return /^(?:localhost|127\.|::1$|$)/.test(name) ? null : name;
}

/** A title without its labels, and these. */
function parted(title: string): { bare: string; labels: string } {
  const [from, to] = [title.indexOf("{"), title.lastIndexOf("}")];
  if (from < 0 || to < from) return { bare: title, labels: "" };
  return { bare: title.slice(0, from) + title.slice(to + 1), labels: title.slice(from + 1, to) };
}

/** `about` names where the table comes from: a file, a panel, a chart. Null of what is none of these. */
export function measureOf(title: string, about: string): Measured | null {
  const { bare, labels } = parted(title);
  const named = /__name__="([^"]+)"/.exec(labels)?.[1] ?? "";
  // netdata's charts are asked for as a whole, and a dimension of them is what is meant
  const dimension = /^netdata_/.test(bare) ? (/dimension="([^"]+)"/.exec(labels)?.[1] ?? "") : "";
  const [, machine = "", what] = PATH.exec(bare) ?? [];
  const own = what === undefined ? bare : `conntrack ${what}`;
  const said = `${named} ${dimension} ${own.replace(/\[\d+\w\]/g, "")}`
    .toLowerCase()
    .replace(/["'()[\]]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const isSure = SURE.test(said);
  if (!isSure && !BARE.test(said)) return null;
  if (OTHER.test(said)) return null;
  const isChartOfErrors = /conntrack[_ ]errors/i.test(`${about} ${bare}`);
  const measure = WORDS.find(([pattern]) => pattern.test(said))?.[1];
  if (measure === undefined) return null;
  const isRate =
    /rate|per second|\/s\b|increase|delta/.test(title.toLowerCase()) || isChartOfErrors;
  return {
    measure,
    form: !TOTALS.has(measure) ? "gauge" : isRate ? "rate" : "total",
    host: hostOf(labels) ?? (NO_MACHINE.test(machine) ? null : machine || null),
    isSure,
  };
}

/** Whether a value is what an exporter writes where there is none: no table has fewer than no entries. */
export const isNoValue = ({ form }: Measured, value: number): boolean =>
  form === "gauge" && value < 0;

/** Whether a file's own name says that its samples are of connection tracking. */
export const isSureOf = (about: string): boolean => SURE.test(about);

/** What a panel or file measures whose columns are machines, or have no name of their own. */
export function measureOfPanel(about: string): Measured | null {
  const [file, folder] = about.split("/").reverse();
  const bare = file!
    .replace(/\.[a-z]{2,5}$/i, "")
    .replace(/[-_]data[-_].*$/is, "")
    .replace(/[-_ ]\d{4}-\d\d-\d\d$/, "");
  // collectd's files lie in a folder of the plugin
  const name = SURE.test(bare) ? bare : /^conntrack$/.test(folder ?? "") ? `conntrack ${bare}` : "";
  if (name === "") return null;
  return (
    measureOf(name.replace(/[-_]/g, " "), about) ?? {
      measure: "count",
      form: "gauge",
      host: null,
      isSure: true,
    }
  );
}
