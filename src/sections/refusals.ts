import type { SourceName } from "../parsers/index.ts";

/** A tool said that it could not give its output. */
export interface Refusal {
  source: SourceName | null;
  text: string;
  line: number;
}

const REFUSED =
  /Operation not permitted|[Pp]ermission denied|you must be root|CAP_NET_ADMIN|must be superuser|Operation failed|read kernel buffer failed|command not found|: not found$|No such file or directory|cannot (?:stat|open|access)|Connection refused|^curl: \(\d+\) |[Tt]imed out|timeout expired|[Ff]orbidden|[Uu]nable to connect|error: unable to|Could not resolve|not enough memory|^-- No entries --$|currently not seeing messages|Error from server|^sysctl: .{0,200} is an unknown key$|^sudo: |executable file not found in \$PATH|OCI runtime exec failed/;
/** The same as the C library says it in other languages. */
const REFUSED_ABROAD =
  /Keine Berechtigung|(?:Kommando|Befehl) nicht gefunden|Datei oder Verzeichnis nicht gefunden|Operation (?:ist )?nicht (?:erlaubt|zulässig)|Permission non accordée|[Cc]ommande introuvable|Aucun fichier ou dossier de ce|Opération non permise|Permiso denegado|Operación no permitida|orden no encontrada|No existe el (?:archivo|fichero)|Permissão negada|Отказано в доступе|Операция не позволена|команда не найдена|权限不够|未找到命令|没有那个文件或目录|不允许的操作/;

/** By what a message or the command before it names. */
const ABOUT: readonly (readonly [RegExp, SourceName])[] = [
  [/\bconntrack\b.{0,400}\s-S\b|net\/stat\/nf_conntrack/, "conntrack-s"],
  [/dmesg|kernel buffer|\/dev\/kmsg|journalctl|No entries|not seeing messages/, "kernel-log"],
  [/sysctl|\/proc\/sys/, "sysctl"],
  [/iptables/, "iptables-save"],
  [/\bnft\b/, "nft-ruleset"],
  [/ipvsadm\b.{0,400}\s-L\w{0,8}c/, "ipvs-connections"],
  [/ipvsadm/, "ipvs-services"],
  [/:10249\/proxyMode/, "kube-proxy-mode"],
  [/:10249\/metrics|port 10249\b/, "kube-proxy-metrics"],
  [/:10256\/healthz|port 10256\b/, "kube-proxy-healthz"],
  [/:9962\/metrics|port 9962\b/, "cilium-metrics"],
  [/:9153\/metrics|port 9153\b/, "coredns-metrics"],
  [/\bethtool\b/, "ethtool"],
  [/conntrack/, "conntrack-table"],
];

/** Reads a line as a tool's refusal, or null. */
export function readRefusal(text: string, command: string | null, line: number): Refusal | null {
  // a record of a program's own log tells of its troubles, not of a command's
  if (
    text.length > 400 ||
    !(REFUSED.test(text) || REFUSED_ABROAD.test(text)) ||
    /^(?:\{"[\w@.-]{1,64}|"(?:msg|message|log))":/.test(text)
  )
    return null;
  const about = (words: string) => ABOUT.find(([pattern]) => pattern.test(words))?.[1] ?? null;
  // "conntrack: Operation failed" under conntrack -S speaks of its counters
  const ofCommand = command === null ? null : about(command);
  return { source: ofCommand ?? about(text), text: text.slice(0, 200), line };
}

/** What is said around an output and belongs to none. */
const NOISE =
  /^(?:no stats available$|Failed to find cgroup2 mount$|(?:Summary|Execute):$|\/usr\/s?bin\/[^()]{1,200}\([^()]{1,100}\)$|sep=.$|# Warning: (?:table|iptables|ip6tables)|Found \d{1,6} pods?, using |sysctl: reading key |```|~~~|\{(?:code|noformat|quote|panel)(?::[^}]{0,100})?\}|<\/?(?:pre|code|details|summary)>|Defaulted container |Defaulting container |command terminated with exit code|\d{0,12}non-zero return code$|Metric +Labels +Value$|conntrack dump, kind=\S+ rootNS=\d+$|totalEntries=\d+(?:,|$)|namespace \d{1,10}, size=\d+:$|<reached max entries, |If you don't see a command prompt|Creating debugging pod|Starting pod\/|To use host binaries|Removing debug pod|Temporary namespace|Script (?:started|done) on|Connection to \S+ closed|Unable to use a TTY|\[\d+\]\+? +(?:Done|Running|\d+)|logout$|exit$|\^C$|-- (?:Logs begin|Journal begins|Boot|Reboot|cursor)|\.{3}$|…$|\[(?:\.\.\.|…|snip|\.{3}.*)\]$|<?snip>?$|[-=*_#~]{3,200}$|[+|][-+=:| ]{3,400}$|\(\d{1,9} rows?\)$|\d{1,9} rows? in set(?: \(.{1,20}\))?$|--$|<\?xml [^>]{0,64}>$|[{}[\]],?$)/i;

export const isNoise = (text: string): boolean => NOISE.test(text);

/** Dots or words in place of lines that somebody left out: what follows is not the whole. */
export const isElision = (text: string): boolean =>
  /^(?:\.{3}|…|<reached max entries, .*|\[(?:\.\.\.|…|snip|\.{3}.*|output (?:cut|omitted|truncated).*)\]|<?(?:snip|truncated|cut|output omitted)>?|\(?(?:many|lots|thousands|more).{0,40}(?:rows|lines|entries)\)?)$/i.test(
    text,
  );
