/** A sample as the folder that sosreport would have made of its node, since most peers read that. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleOf } from "../../causes/sample.ts";
import { type BundleFiles, readFiles } from "../../truth/bundle-files.ts";

/** Where sosreport has what the collector took at the window's end, as it stands there. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  "end/netstat.txt": ["proc/net/netstat"],
  "end/snmp.txt": ["proc/net/snmp"],
  "end/snmp6.txt": ["proc/net/snmp6"],
  "end/sockstat.txt": ["proc/net/sockstat"],
  "end/sockstat6.txt": ["proc/net/sockstat6"],
  "end/softnet_stat.txt": ["proc/net/softnet_stat"],
  "end/dev.txt": ["proc/net/dev"],
  "end/nf_conntrack_stat.txt": ["proc/net/stat/nf_conntrack"],
  "end/arp_cache.txt": ["proc/net/stat/arp_cache"],
  "end/ndisc_cache.txt": ["proc/net/stat/ndisc_cache"],
  "end/slabinfo.txt": ["proc/slabinfo"],
  "end/meminfo.txt": ["proc/meminfo"],
  "end/uptime.txt": ["proc/uptime"],
  "end/conntrack-S.txt": ["sos_commands/conntrack/conntrack_-S"],
  "end/sysctl.txt": ["sos_commands/kernel/sysctl_-a"],
  "once/version.txt": ["proc/version"],
  "once/os-release.txt": ["etc/os-release"],
  "once/ss-s.txt": ["sos_commands/networking/ss_-s"],
  "once/iptables-save.txt": ["sos_commands/firewall_tables/iptables-save"],
  "once/nft-ruleset.txt": ["sos_commands/firewall_tables/nft_-a_list_ruleset"],
};

const TABLES = [
  ["dump/conntrack-L-ipv4.txt.gz", "ipv4     2 "],
  ["dump/conntrack-L-ipv6.txt.gz", "ipv6     10 "],
] as const;

export interface Laid {
  path: string;
  /** The archive that it was made from. */
  bundle: string;
  hostname: string;
  /** The kernel's log, a message a line, without time. */
  log: readonly string[];
  count: number;
  max: number;
}

/** Writes the folder of a sample below `into`. */
export async function layOut(id: string, into: string): Promise<Laid> {
  const bundle = await readFiles(bundleOf(id));
  const { files } = bundle;
  const manifest = JSON.parse(files.get("manifest.json")!) as Manifest;
  const path = join(into, `sosreport-${manifest.hostname}-${id}`);
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [from, targets] of Object.entries(SAME))
    if (files.has(from)) for (const target of targets) put(target, files.get(from)!);
  const release = /^Linux version (\S+)/.exec(files.get("once/version.txt")!)![1]!;
  const uname = `Linux ${manifest.hostname} ${release} #1 SMP x86_64 GNU/Linux\n`;
  const ended = new Date(manifest.ended);
  for (const name of ["hostname", "sos_commands/host/hostname", "etc/hostname"])
    put(name, `${manifest.hostname}\n`);
  for (const name of ["uname", "sos_commands/kernel/uname_-a"]) put(name, uname);
  for (const name of ["date", "sos_commands/date/date"]) put(name, `${unixDate(ended)}\n`);
  const uptime = ` ${manifest.ended.slice(11, 19)} up ${upFor(manifest.endedUptime)},  0 users,  load average: 1.00, 1.00, 1.00\n`;
  for (const name of ["uptime", "sos_commands/host/uptime"]) put(name, uptime);
  put("version.txt", "sos report: 4.9.1\n");
  for (const [name, text] of sysctlFiles(files)) put(name, text);
  const settings = settingsOf(files);
  for (const [name, value] of settings) put(`proc/sys/${name.replaceAll(".", "/")}`, `${value}\n`);
  put("sos_commands/conntrack/conntrack_-L_-o_extended", tableOf(bundle));
  const log = logOf(bundle, manifest);
  writeLog(log, ended.getTime() / 1000 - manifest.endedUptime, manifest.hostname, put);
  return {
    path,
    bundle: bundleOf(id),
    hostname: manifest.hostname,
    log: log.map(({ text }) => text),
    count: Number(settings.get("net.netfilter.nf_conntrack_count")),
    max: Number(settings.get("net.netfilter.nf_conntrack_max")),
  };
}

interface Manifest {
  hostname: string;
  ended: string;
  endedUptime: number;
  netns: string;
}

interface Message {
  seconds: number;
  text: string;
}

/** The lab's nodes are namespaces, which the kernel names; of a node of its own it says none. */
function logOf({ files }: BundleFiles, { netns }: Manifest): Message[] {
  const lines = (files.get("once/kernel-log.txt") ?? "").split("\n");
  return lines.flatMap((line) => {
    const [, seconds, text] = /^\[ *([\d.]+)\] (.*)$/.exec(line) ?? [];
    if (seconds === undefined || text === undefined || text.startsWith("conntriage lab")) return [];
    return [{ seconds: Number(seconds), text: text.replace(` in netns ${netns},`, ",") }];
  });
}

/** As `dmesg` has it, and as rsyslog writes it. */
function writeLog(
  log: readonly Message[],
  boot: number,
  hostname: string,
  put: (name: string, text: string) => void,
): void {
  const stamp = ({ seconds }: Message): string => `[${seconds.toFixed(6).padStart(12)}]`;
  const time = ({ seconds }: Message): string => syslogTime(new Date((boot + seconds) * 1000));
  const text = (form: (one: Message) => string): string =>
    log.map((one) => `${form(one)}\n`).join("");
  put(
    "sos_commands/kernel/dmesg",
    text((one) => `${stamp(one)} ${one.text}`),
  );
  const syslog = text((one) => `${time(one)} ${hostname} kernel: ${stamp(one)} ${one.text}`);
  for (const name of ["kern.log", "syslog", "messages"]) put(`var/log/${name}`, syslog);
}

const PART = { timeZone: "UTC" } as const;
const partOf = (date: Date, part: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en", { ...PART, ...part }).format(date);

/** `Nov  6 00:24:14`. */
export function syslogTime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2);
  return `${partOf(date, { month: "short" })} ${day} ${date.toISOString().slice(11, 19)}`;
}

const unixDate = (date: Date): string =>
  `${partOf(date, { weekday: "short" })} ${syslogTime(date)} UTC ${date.getUTCFullYear()}`;

const upFor = (seconds: number): string =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;

function settingsOf(files: ReadonlyMap<string, string>): Map<string, string> {
  const pairs = files.get("end/sysctl.txt")!.matchAll(/^([\w./-]+) = (.*)$/gm);
  return new Map([...pairs].map(([, name, value]) => [name!, value!]));
}

/** The files of settings, each under its own path. */
function sysctlFiles(files: ReadonlyMap<string, string>): [string, string][] {
  const parts = (files.get("once/sysctl-files.txt") ?? "").split(/^# file: /m).slice(1);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(1, end), part.slice(end + 1)];
  });
}

const tableOf = ({ files }: BundleFiles): string =>
  TABLES.map(([name, family]) => (files.get(name) ?? "").replace(/^(?=.)/gm, family)).join("");
