/** What a column of samples measures, by its title: dashboards, exporters and scripts name it in many ways. */

export type Measure = "count" | "max" | "used" | "drop" | "earlyDrop" | "insertFailed";

export interface Measured {
  measure: Measure;
  /** A value of a moment, a total since boot, or so many a second. */
  form: "gauge" | "total" | "rate";
  /** The machine that the title names. */
  host: string | null;
  /** The cluster that its labels name. */
  cluster: string | null;
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
/** A family, a protocol or a state, as a word by itself: entries of it are a part of the table. */
const PART =
  /(?:^| )(?:ipv?[46]|tcp|udp|icmp|sctp|established|(?:time|close|fin)[_ -]?wait|syn[_ -]?(?:sent|recv)|last[_ -]?ack|assured|unreplied)(?: |$)/;
const TOTALS: ReadonlySet<Measure> = new Set<Measure>(["drop", "earlyDrop", "insertFailed"]);

/** A label's value, which Datadog quotes by nothing. */
function labelOf(name: string): RegExp {
  return new RegExp(`(?:^|[{, ])"?${name}"?(?:[=:] ?"([^"]{1,253})"|:([^",{}\\s]{1,253}))`);
}
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
].map(labelOf);
const CLUSTER = [
  "cluster",
  "cluster_name",
  "k8s_cluster",
  "kube_cluster_name",
  "k8s.cluster.name",
].map(labelOf);
/** Graphite and collectd name the machine before the plugin; other programs name what it belongs to. */
const PATH = /(?:^|\.)([\w-]{1,253})\.conntrack\.([\w.-]+)$/;
const NO_MACHINE = /^(?:net|network|linux|system|netfilter|node|host|telegraf|collectd|kernel)$/;

/** The machine among labels such as `instance="worker-1:9100"`; an address of the machine itself names none. */
export function hostOf(labels: string): string | null {
  const found = firstOf(MACHINE, labels);
  return found === null ? null : machineOf(found);
}

function firstOf(wanted: readonly RegExp[], labels: string): string | null {
  for (const label of wanted) {
    const [, quoted, bare] = label.exec(labels) ?? [];
    if (quoted !== undefined || bare !== undefined) return quoted ?? bare!;
  }
  return null;
}

/**
 * Whether a title is an expression over many machines, with nothing that tells which: of no one table. A label that
 * chooses one, or by which they are told apart, makes it one of that.
 */
export const isOfSeveral = (title: string): boolean =>
  (/\b(?:sum|avg|max|min|quantile)(?: ?(?:by|without) ?\([^)]{0,400}\) ?)?\((?=[^)]{0,400}\bnode_)/i.test(
    title,
  ) ||
    /^(?:sum|avg|max|min):\S/.test(title)) &&
  !/\bby ?\([^)]{0,400}\b(?:instance|node|nodename|host|hostname)\b/i.test(title) &&
  hostOf(title.slice(title.indexOf("{"))) === null;

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
  if (OTHER.test(said) || PART.test(said)) return null;
  const isChartOfErrors = /conntrack[_ ]errors/i.test(`${about} ${bare}`);
  const measure = WORDS.find(([pattern]) => pattern.test(said))?.[1];
  if (measure === undefined) return null;
  const isRate =
    /rate|per second|\/s\b|increase|delta/.test(title.toLowerCase()) || isChartOfErrors;
  return {
    measure,
    form: !TOTALS.has(measure) ? "gauge" : isRate ? "rate" : "total",
    host: hostOf(labels) ?? (NO_MACHINE.test(machine) ? null : machine || null),
    cluster: firstOf(CLUSTER, labels),
    isSure,
  };
}

/** The same of a title in a table whose name says what it is of: `node-a entries` in conntrack.csv. */
export const measureWithin = (title: string, about: string): Measured | null =>
  measureOf(title, about) ??
  (isSureOf(about) && /^[^{]*\S \S/.test(title) ? measureOf(`conntrack ${title}`, about) : null);

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
      cluster: null,
      isSure: true,
    }
  );
}
