import { ENTRIES } from "./netdata.ts";
import type { Respelt } from "./respelt.ts";

const NUMBER = "\\d{1,15}(?:\\.\\d{1,6})?(?:e\\+?\\d{1,2})?";
/** collectd's plain protocol, and what it writes to Graphite. */
const PUTVAL = new RegExp(
  `^PUTVAL "?([\\w.-]{1,253})/conntrack/conntrack(-max)?"? (?:interval=[\\d.]{1,12} )?(\\d{10})(?:\\.\\d{1,9})?:(${NUMBER})$`,
);
const GRAPHITE = new RegExp(
  `^(?:[\\w-]{1,64}\\.){0,4}?([\\w-]{1,253})\\.conntrack\\.(?:conntrack|ip_conntrack_count|nf_conntrack_count)(-max)? (${NUMBER}) (\\d{10})$`,
);
/** Telegraf's metrics for Prometheus, and OpenTelemetry's. */
const TELEGRAF = new RegExp(
  `^(?:conntrack_(?:ip|nf)|system_network)_conntrack_(count|max)(?:\\{([^{}]{0,1000})\\})? (${NUMBER})(?: (\\d{13}))?$`,
);
/** A series and its value as Prometheus's own page shows them in its table. */
const SHOWN = new RegExp(
  `^(node_nf_conntrack_\\w{2,60})\\{([^{}]{0,2000})\\}(?:\\t| {2,64})(${NUMBER})$`,
);
/** A script's output that an agent of SNMP extends its tree by. */
const SNMP =
  /\b((?:nf|ip)_conntrack_(?:count|max))"?(?:\.\d{1,6})? = (?:STRING|INTEGER|Gauge32|Counter32|Counter64): "?(\d{1,15})"?$/;

/** A file of settings as Zabbix's agent and sender tell its contents, maybe behind the machine and before a time. */
const ZABBIX =
  /^(?:"?([A-Za-z0-9][\w.-]{0,252})"? {1,40})?"?vfs\.file\.contents\[(\/proc\/sys\/net\/[\w/.]{4,100})[^\]]{0,40}\]"?\s{1,200}(?:\[[a-z]\|)?(?:\d{10} )?"?(\d{1,15})"?\]?$/;

const metric = (isMax: boolean): string => (isMax ? `${ENTRIES}_limit` : ENTRIES);

/** A sample in the words of a monitor; null of any other line. */
export function monitorLine(bare: string): Respelt[] | null {
  const [, host, isMax, seconds, value] = PUTVAL.exec(bare) ?? [];
  if (host !== undefined) return sample(metric(isMax !== undefined), host, value!, seconds!);
  const [, of, isLimit, size, at] = GRAPHITE.exec(bare) ?? [];
  if (of !== undefined) return sample(metric(isLimit !== undefined), of, size!, at!);
  const [, what, labels = "", number, stamp] = TELEGRAF.exec(bare) ?? [];
  if (what !== undefined) {
    const labelled = /(?:^|,)(?:host(?:_?name)?|instance)="([^"]{1,253})"/.exec(labels)?.[1];
    const braces = labelled === undefined ? "" : `{instance="${labelled}"}`;
    const end = stamp === undefined ? "" : ` ${stamp}`;
    return [{ text: `${metric(what === "max")}${braces} ${number}${end}` }];
  }
  const [, series, inside, shown] = SHOWN.exec(bare) ?? [];
  if (series !== undefined)
    return [{ text: `${series}{${inside!.replace(/", /g, '",')}} ${shown}` }];
  const [, machine, path, contents] = ZABBIX.exec(bare) ?? [];
  if (path !== undefined) {
    const text = `${path} = ${contents}`;
    return [machine === undefined ? { text } : { text, host: machine }];
  }
  const [, name, told] = SNMP.exec(bare) ?? [];
  if (name === undefined) return null;
  const full = name.startsWith("nf") ? "net.netfilter" : "net.ipv4.netfilter";
  return [{ text: `${full}.${name} = ${told}` }];
}

const sample = (name: string, host: string, value: string, seconds: string): Respelt[] => [
  { text: `${name}{instance="${host}"} ${value} ${seconds}000` },
];
