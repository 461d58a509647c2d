import { telegrafDriver, telegrafLine } from "./agents.ts";
import { isKernelLine } from "./forms/kernel.ts";
import { METRIC_LINE } from "./forms/metrics.ts";
import { formOf } from "./forms.ts";
import { readJson } from "./json.ts";
import { agentLine } from "./log-agents.ts";
import { loggedSettings } from "./logged.ts";
import { LEAST_LIMIT, loggedUse } from "./logged-use.ts";
import { monitorLine } from "./monitors.ts";
import { netdataLine } from "./netdata.ts";
import { otherRow } from "./other-tables.ts";
import { dumpedLine, promtoolLine } from "./promtool.ts";
import type { Respelt } from "./respelt.ts";
import { saidSentence, saidValues } from "./said-values.ts";
import { toldUse } from "./told-use.ts";

/** Lines without these are never respelt. */
const QUICK =
  /conntrack|CONNTRACK|Conntrack|^Active Connections|\(stdout\)|\bcount=\d{1,12},? (?:max|limit)=\d|^(?:max|total)-entries: | => |cpu=\d|^[{[]\s?["{]|^\{__name__|^cilium_|,orig=\(| -> .{0,80} expires=|^[TtUu][CcDd][Pp] v[46] src=/;
const NUMBER = "\\d{1,3}(?:[ ,.'_]\\d{3}){1,6}|\\d{1,20}";

/** What stands before a setting's own name; a selection by mouse may have cut its beginning. */
const BEFORE = ["net.netfilter.nf_", "/proc/sys/net/netfilter/nf_", "net/netfilter/nf_"];
const OLD = ["net.ipv4.netfilter.ip_", "/proc/sys/net/ipv4/netfilter/ip_"];
const SETTING = new RegExp(
  `^"?([\\w./]{0,40}?)(conntrack_(?:count|max|buckets|expect_max|acct|checksum|events|helper|log_invalid|timestamp|(?:tcp|udp|udplite|icmp|icmpv6|generic|gre|sctp|dccp)_[a-z_]{2,48}))"?(\\s{0,40}(?:[=:：＝]?>?|->|→|\\|)\\s{0,40})(${NUMBER})(\\s{1,8}\\(.{0,60}\\))?,?$`,
);
/** `CONNTRACK OK: 57% used (151335/262144)|…` of a monitor, `conntrack: 131072 of 262144`. */
const RATIO = new RegExp(
  `^.{0,40}(?:\\b|_|(?<=check))conntrack(?:\\b|_).{0,80}?(?:\\(|[:= ])[\`*]{0,2}(${NUMBER})\\s?(?:/|of|out of)\\s?(${NUMBER})(?![\\d./])`,
  "i",
);
const COUNTERS = /\bcpu=\d{1,5}\s{1,16}(?:found|entries|searched|clashres|invalid|insert)=\d/g;

/** Reads a line that says what is known in other words; null where it says nothing of the kind. */
export function respell(bare: string, about: string): readonly Respelt[] | null {
  if (!QUICK.test(bare)) return null;
  const dumped = dumpedLine(bare);
  if (dumped !== null) return dumped;
  if (/^(?:\{|\[(?!\d))/.test(bare)) return /[}\]]$/.test(bare) ? readJson(bare, about) : null;
  const row = otherRow(bare) ?? countedRows(bare, about);
  if (row !== null) return [row];
  const ofMonitor =
    oneLine(bare) ??
    netdataLine(bare) ??
    telegrafLine(bare) ??
    telegrafDriver(bare) ??
    promtoolLine(bare) ??
    monitorLine(bare) ??
    agentLine(bare) ??
    event(bare);
  const ofSettings =
    glued(bare) ??
    collapsed(bare) ??
    setting(bare) ??
    variable(bare) ??
    loggedSettings(bare) ??
    loggedUse(bare, about);
  return (
    ofMonitor ??
    ofSettings ??
    ofRouter(bare, about) ??
    ratio(bare) ??
    saidSentence(bare) ??
    toldUse(bare) ??
    saidValues(bare) ??
    listedMetric(bare)
  );
}

/** What `wc -l` prints of the kernel's list, where its command was left out. */
function countedRows(bare: string, about: string): Respelt | null {
  const rows = /^(\d{1,12}) \/proc\/net\/(?:nf|ip)_conntrack$/.exec(bare)?.[1];
  return rows === undefined || /\bwc\b/.test(about)
    ? null
    : { text: `net.netfilter.nf_conntrack_count = ${rows}` };
}

/** What `ansible -o` prints of a machine on one line. */
function oneLine(bare: string): Respelt[] | null {
  const [, host, printed] =
    /^([A-Za-z0-9][\w.-]{0,252}) \| [A-Z]{6,9} \| rc=\d{1,3} \| \(stdout\) (.{1,4000})$/.exec(
      bare,
    ) ?? [];
  return printed === undefined
    ? null
    : printed.split(/\\r?\\n|\\n/).map((text) => ({ text: text.trim(), host: host! }));
}

/** A setting in a variable of a shell. */
function variable(bare: string): Respelt[] | null {
  const [, name, value] =
    /^(?:export )?(?:NF_|IP_)?CONNTRACK_(COUNT|MAX)=["']?(\d{1,12})["']?;?$/.exec(bare) ?? [];
  return name === undefined
    ? null
    : [{ text: `net.netfilter.nf_conntrack_${name.toLowerCase()} = ${value}` }];
}

/** `conntrack -S` of many CPUs on one line, maybe behind its own command. */
function collapsed(bare: string): Respelt[] | null {
  const begins = [...bare.matchAll(COUNTERS)].map(({ index }) => index);
  if (begins.length === 0 || (begins.length === 1 && begins[0] === 0)) return null;
  const before = bare.slice(0, begins[0]).trim();
  if (before !== "" && !/\bconntrack\s+(?:-S|--stats)$/.test(before)) return null;
  const rows = begins.map((from, at) => ({ text: bare.slice(from, begins[at + 1]).trim() }));
  return before === "" ? rows : [{ text: before }, ...rows];
}

/** A command to whose end its first line of output was joined, as some pages do. */
function glued(bare: string): Respelt[] | null {
  const [, command, output] =
    /^(.{1,400}\bnf_conntrack_(?:count|max|buckets))(net\.netfilter\.nf_conntrack_\w{3,40} ?[=:] ?\d{1,12})$/.exec(
      bare,
    ) ?? [];
  return command === undefined
    ? null
    : [command, output!].map((text) => ({ text, isAsPasted: true as const }));
}

/** A setting without its sign, its first letters, or with words behind its value. */
function setting(bare: string): Respelt[] | null {
  const spread = SPREAD.exec(bare)?.[0];
  if (spread !== undefined && /\s|netfi[^l]ter/.test(spread))
    return [{ text: `net.netfilter.nf_conntrack_${bare.slice(spread.length)}` }];
  const ticked = /^`([\w./]{3,100})`(?=\s{0,8}[:=])/.exec(bare);
  if (ticked !== null) {
    const plain = `${ticked[1]}${bare.slice(ticked[0].length)}`;
    return formOf(plain)?.source === "sysctl" ? [{ text: plain }] : setting(plain);
  }
  const [, before, name, sign, value, tail] = SETTING.exec(bare) ?? [];
  if (before === undefined || sign === "") return null;
  if (WHOLE.test(before) && OWN_SIGN.test(sign!) && tail === undefined) return null;
  const full = BEFORE.some((one) => one.endsWith(before))
    ? "net.netfilter.nf_"
    : OLD.some((one) => one.endsWith(before))
      ? "net.ipv4.netfilter.ip_"
      : null;
  return full === null ? null : [{ text: `${full}${name} = ${value!.replace(/[ ,.'_]/g, "")}` }];
}
/** The beginning of a setting's name as it is read off a picture: with blanks at its dots, or for them. */
const SPREAD = new RegExp(
  `^net ?[. ] ?netfi[l1I|]ter ?[. ] ?nf[_ ]conntrack[_ ](?=[a-z_]{3,40} ?= ?(?:${NUMBER})$)`,
);
/** What the settings' own form reads as it stands, and with which signs. */
const OWN_SIGN = /^\s{0,40}[=:]\s{0,40}$/;
const WHOLE = /^(?:nf_|ip_|net[./].*|\/?proc\/sys\/.*)$/;

/** What node-problem-detector says of the table in a condition, an event or its log; the node may stand before. */
const DETECTED = /\bConntrack table usage(?: over \d{1,3}%)?: (\d{1,12}) out of (\d{1,12})\b/;
/** A message of the kernel in an event of a node. */
const EVENT = /\bnode\/([a-z0-9][a-z0-9.-]{0,252})\s{1,40}(\S.{0,1000})$/;

/** Characters of a line that may be an event's, with its labels. */
const LONGEST = 2000;

function event(bare: string): Respelt[] | null {
  if (bare.length > LONGEST) return null;
  const [, host, said] = EVENT.exec(bare) ?? [];
  const [, count, max] = DETECTED.exec(said ?? bare) ?? [];
  const lines =
    count !== undefined
      ? [`net.netfilter.nf_conntrack_count = ${count}`, `net.netfilter.nf_conntrack_max = ${max}`]
      : said !== undefined && isKernelLine(said)
        ? [said]
        : null;
  return lines?.map((text) => (host === undefined ? { text } : { text, host })) ?? null;
}

/** What routers call the same table: LuCI's page of the state, and RouterOS under its own command. */
function ofRouter(bare: string, about: string): Respelt[] | null {
  const [, count, max] =
    /^Active Connections:?\s{1,40}(\d{1,12}) ?\/ ?(\d{1,12})(?: \(\d{1,3} ?%\))?$/.exec(bare) ?? [];
  if (count !== undefined)
    return [
      ["count", count],
      ["max", max],
    ].map(([name, value]) => ({
      text: `net.netfilter.nf_conntrack_${name} = ${value}`,
    }));
  const [, which, value] = /^(max|total)-entries: (\d{1,12})$/.exec(bare) ?? [];
  if (which === undefined || !/connection[ /]tracking/.test(about)) return null;
  return [{ text: `net.netfilter.nf_conntrack_${which === "max" ? "max" : "count"} = ${value}` }];
}

function ratio(bare: string): Respelt[] | null {
  const [, count, max] = RATIO.exec(bare) ?? [];
  if (count === undefined || !SAYS_USE.test(bare)) return null;
  const plain = (one: string) => one.replace(/[ ,.'_]/g, "");
  if (Number(plain(max!)) < LEAST_LIMIT) return null;
  const host = OF_NODE.exec(bare)?.[1];
  return [
    `net.netfilter.nf_conntrack_count = ${plain(count)}`,
    `net.netfilter.nf_conntrack_max = ${plain(max!)}`,
  ].map((text) => (host === undefined ? { text } : { text, host }));
}

/** The machine that a person or a monitor says it is of. */
const OF_NODE = /\b(?:on|of) (?:node|host) ([A-Za-z0-9](?:[\w.-]{0,251}\w)?)/;

/** A monitor's verdict, or a line that names nothing but the table's use. */
const SAYS_USE =
  /\b(?:OK|WARN(?:ING)?|CRIT(?:ICAL)?|UNKNOWN)\b|^(?:nf_)?conntrack(?:_count)?(?:[ /_](?:table|entries|count|usage|utili[sz]ation|use|used|nf_conntrack_max|max))*\s{0,4}[:=]/i;

/** A row of `cilium-dbg metrics list`: a name, labels and a value in columns. */
function listedMetric(bare: string): Respelt[] | null {
  const [, name, labels, value] =
    /^(cilium_\w{2,120})\s{1,200}(\w{1,64}=".{0,2000}"|)\s{0,200}(-?\d[\d.]{0,30}(?:e[+-]?\d{1,3})?)$/.exec(
      bare,
    ) ?? [];
  if (name === undefined || (labels === "" && METRIC_LINE.test(bare))) return null;
  const pairs = [...labels!.matchAll(/(\w{1,64})="((?:[^"\\]|\\.){0,500})"/g)].map(
    ([, key, one]) => `${key}="${one}"`,
  );
  return [{ text: `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}` }];
}
