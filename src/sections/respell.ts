import { telegrafDriver, telegrafLine } from "./agents.ts";
import { METRIC_LINE } from "./forms/metrics.ts";
import { readJson } from "./json.ts";
import { agentLine } from "./log-agents.ts";
import { loggedSettings } from "./logged.ts";
import { loggedUse } from "./logged-use.ts";
import { monitorLine } from "./monitors.ts";
import { netdataLine } from "./netdata.ts";
import { nodeEvent } from "./node-events.ts";
import { otherRow } from "./other-tables.ts";
import { dumpedLine, promtoolLine } from "./promtool.ts";
import type { Respelt } from "./respelt.ts";
import { saidSentence, saidValues } from "./said-values.ts";
import { countedRows, gluedSetting, misspeltSetting, shellVariable } from "./setting-spellings.ts";
import { toldUse } from "./told-use.ts";
import { routerUse, saidRatio } from "./use-ratios.ts";

/** Lines without these are never respelt. */
const QUICK =
  /conntrack|CONNTRACK|Conntrack|^Active Connections|\(stdout\)|\bcount=\d{1,12},? (?:max|limit)=\d|^(?:max|total)-entries: | => |cpu=\d|^[{[]\s?["{]|^\{__name__|^cilium_|,orig=\(| -> .{0,80} expires=|^[TtUu][CcDd][Pp] v[46] src=/;
/** A setting as `sysctl` prints it: its name and value are all that it says. */
const PRINTED = /^net\.netfilter\.nf_conntrack_[a-z_]{3,48} = \d{1,20}$/;
const COUNTERS = /\bcpu=\d{1,5}\s{1,16}(?:found|entries|searched|clashres|invalid|insert)=\d/g;

/** Reads a line that says what is known in other words; null where it says nothing of the kind. */
export function respell(bare: string, about: string): readonly Respelt[] | null {
  if (!QUICK.test(bare) || PRINTED.test(bare)) return null;
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
    nodeEvent(bare);
  const ofSettings =
    gluedSetting(bare) ??
    collapsed(bare) ??
    misspeltSetting(bare) ??
    shellVariable(bare) ??
    loggedSettings(bare) ??
    loggedUse(bare, about);
  return (
    ofMonitor ??
    ofSettings ??
    routerUse(bare, about) ??
    saidRatio(bare) ??
    saidSentence(bare) ??
    toldUse(bare) ??
    saidValues(bare) ??
    listedMetric(bare)
  );
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

/** `conntrack -S` of many CPUs on one line, maybe behind its own command. */
function collapsed(bare: string): Respelt[] | null {
  const begins = [...bare.matchAll(COUNTERS)].map(({ index }) => index);
  if (begins.length === 0 || (begins.length === 1 && begins[0] === 0)) return null;
  const before = bare.slice(0, begins[0]).trim();
  if (before !== "" && !/\bconntrack\s+(?:-S|--stats)$/.test(before)) return null;
  const rows = begins.map((from, at) => ({ text: bare.slice(from, begins[at + 1]).trim() }));
  return before === "" ? rows : [{ text: before }, ...rows];
}

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
