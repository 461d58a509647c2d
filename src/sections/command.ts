import { sysctlName } from "../parsers/sysctl.ts";
import type { Context, Expected, Reduced } from "./context.ts";
import { innerCommand, substituted } from "./inner.ts";

/** What a command line says of its output. */
export type CommandHints = Pick<
  Context,
  "namespace" | "reduced" | "expects" | "repeats" | "configured"
> & {
  /** The machine that it was run on from afar; null: the prompt's own. */
  remote: string | null;
  /** It was run from afar, so that the prompt's machine is not the one it speaks of. */
  isRemote: boolean;
  /** The output is all of one protocol or the like that the reader asked for. */
};

/** Commands whose output means something here, or that stand before one. */
const KNOWN =
  /^(?:sudo|time|watch|for(?=\s+\w+\s+in\s)|(?:while|until|if)(?=\s.*;)|do|then|echo|printf|conntrack|sysctl|cat|zcat|head|tail|less|more|grep|egrep|zgrep|awk|sed|dmesg|journalctl|date|uname|uptime|hostname|hostnamectl|nproc|lscpu|free|ss|netstat|nstat|ip|iptables|ip6tables|iptables-save|ip6tables-save|iptables-legacy|iptables-legacy-save|iptables-nft-save|iptables-legacy|iptables-nft|ip6tables-legacy|ip6tables-nft|ip6tables-legacy-save|ip6tables-nft-save|nft|ipvsadm|ethtool|kubectl|oc|crictl|docker|podman|nsenter|ssh|curl|wget|lsmod|modinfo|ls|lsns|wc|sort|uniq|cd|export|sleep|ovs-appctl|ovs-dpctl|cilium|cilium-dbg|calicoctl|toolbox|chroot|su|sh|bash|pdsh|ansible|clush|systemctl|ps|top|cut|column|tee|script|exit|clear|logread|k|virsh|find|xargs|jq|python3?|perl|tcpdump|ping|dig|nslookup|nc|telnet|traceroute|mtr|rpm|dpkg|apt|yum|uci|sos|sosreport|getconf|perf|bpftool|tc|arp|route|ifconfig|stat|file|md5sum|env|set|which|type|man|history|mount|df|du|kill|service|crontab|vi|vim|nano|chmod|chown|rm|mv|cp|mkdir|touch|true|false|test|read|hexdump|xxd|od|strings|conntrackd|modprobe|insmod|depmod|tar|gzip|gunzip|zstd|xz)(?=[\s;|&<>]|$)/;

/** Whether a text reads as a command that somebody typed. */
export const isKnownCommand = (text: string): boolean =>
  KNOWN.test(text.replace(/^(?:\w+=\S*\s+)+/, ""));

/** Options of `conntrack -L` that choose rows. */
const CHOOSES =
  /(?:^|\s)(?:-p|-s|-d|-r|-q|-m|-u|-l|-w|-z|--(?:proto|src|dst|orig-src|orig-dst|reply-src|reply-dst|sport|dport|orig-port-\w+|reply-port-\w+|state|mark|status|label|zone|orig-zone|reply-zone|src-nat|dst-nat|any-nat|natted|src-nat-\w+))(?:[\s=]|$)|(?:^|\s)-[njg](?:\s|$)/;

/** Reads a command line. */
export function readCommand(line: string): CommandHints {
  const hints: CommandHints = {
    namespace: null,
    reduced: null,
    expects: [],
    repeats: /(?:^|[;&|\s])(?:for|while|until|watch)\s/.test(line),
    configured: false,
    remote: null,
    isRemote: false,
  };
  placed(line, hints);
  const expects: Expected[] = [];
  for (const step of innerCommand(line).split(/;|&&|\|\||\bdo\b|\bdone\b/)) {
    const stages = step.split("|").map((stage) => innerCommand(stage));
    const first = stages[0] ?? "";
    if (first === "") continue;
    expects.push(...expectedOf(first, stages.slice(1)));
    hints.reduced ??= reducedOf(first, stages.slice(1));
    if (
      /(?:^|\s)(?:cat|head|tail|grep|egrep)\s.*(?:\/etc\/sysctl\.(?:d|conf)|sysctl\.d\/|\/usr\/lib\/sysctl)/.test(
        first,
      )
    )
      hints.configured = true;
  }
  // what is typed into such a file, not what a command prints
  if (/<<-?\s?["']?\w/.test(line) && TO_FILE.test(line)) hints.configured = true;
  if (/^(?:sudo\s+)?(?:vim?|nano|emacs|ed|visudo)\s+\S*sysctl\.(?:d|conf)/.test(line))
    hints.configured = true;
  hints.expects = expects;
  return hints;
}

const TO_FILE = /(?:>>?|\btee\s+(?:-a\s+)?)\s*["']?\S{0,200}sysctl\.(?:d|conf)/;

/** Where it ran: another machine, a pod, a network namespace. */
function placed(line: string, hints: CommandHints): void {
  const netns = /\bip\s+(?:-\w+\s+)*(?:-n|-net|-netns|netns\s+exec)\s+(\S{1,128})/.exec(line)?.[1];
  const node =
    /\b(?:kubectl|oc|k)\s+(?:\S+\s+)*?(?:debug\s+(?:\S+\s+)*?nodes?\/|node-shell\s+)(\S{1,253})/.exec(
      line,
    )?.[1];
  const ssh =
    /\bssh\s+(?:-\S+\s+(?:[A-Za-z]\S*=\S*\s+|\d+\s+)?)*(?:[\w.-]+@)?([\w.-]{1,253})\s+\S/.exec(
      line,
    )?.[1];
  const exec = /\b(?:kubectl|oc|k|docker|podman|crictl)\s+(?:\S+\s+)*?exec\s+(.{1,512})/.exec(
    line,
  )?.[1];
  if (/\b(?:kubectl|oc|k|ssh|pdsh|ansible|clush|docker|podman|crictl|aws|gcloud|az)\s/.test(line))
    hints.isRemote = /\b(?:kubectl|oc|k|ssh|pdsh|ansible|clush|aws|gcloud|az)\s/.test(line);
  if (node !== undefined) hints.remote = node;
  else if (ssh !== undefined) hints.remote = ssh;
  else if (exec !== undefined) {
    const pod = podOf(exec);
    if (pod !== null) {
      if (ON_HOST.test(pod)) hints.remote = pod;
      else hints.namespace = pod;
    }
  }
  if (netns !== undefined) hints.namespace = netns;
  else hints.namespace = entered(line) ?? hints.namespace;
}

/** The network namespace that nsenter goes to: by its file, else by a process; null for that of the first one. */
function entered(line: string): string | null {
  // its own options end where the command begins
  const options =
    /\bnsenter\s+((?:(?:-[a-zA-Z]*t|--target)[ =]?\S{1,64}\s{1,9}|-\S{1,256}\s{1,9}){1,16})/.exec(
      line,
    )?.[1];
  if (options === undefined) return null;
  const file = /(?:^|\s)(?:--net=|-n=?)(\/\S{1,253})/.exec(options)?.[1];
  const ofFile = file === undefined ? undefined : /^\/proc\/(\w{1,16})\/ns\/net$/.exec(file)?.[1];
  if (file !== undefined && ofFile === undefined) return file.split("/").at(-1)!;
  const isNet = /(?:^|\s)(?:-[a-zA-Z]*[na][a-zA-Z]*|--net|--all)(?:\s|$)/.test(options);
  const target = /(?:^|\s)(?:-[a-zA-Z]*t|--target)[ =]?(\S{1,24})/.exec(options)?.[1];
  const process = ofFile ?? (isNet ? target : undefined);
  return process === undefined || process === "1" ? null : `pid ${process}`;
}

/** Pods that run in the network namespace of their node. */
const ON_HOST =
  /^(?:kube-proxy|cilium(?:-(?!operator)|$)|calico-node|canal|flannel|kube-flannel|aws-node|node-exporter|prometheus-node-exporter|ovnkube-node|ovs|antrea-agent|weave-net|node-debugger|debug-|netshoot-host|kindnet|nodelocaldns|node-local-dns)/;

/** The pod or container of what stands behind `exec`. */
function podOf(rest: string): string | null {
  const words = rest.split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") return null;
    if (/^(?:-n|-c|--namespace|--container|--context|--kubeconfig|-e|-u|-w)$/.test(word)) at++;
    else if (!word.startsWith("-"))
      return word.replace(/^(?:pods?|ds|daemonset|deploy(?:ment)?)\//, "").slice(0, 253);
  }
  return null;
}

/** What a pipeline leaves of its first command's output. */
function reducedOf(first: string, rest: readonly string[]): Reduced | null {
  const listing = /(?:^|\s)conntrack\s/.test(` ${first}`)
    ? first
    : /nf_conntrack\b|ip_conntrack\b/.test(first) &&
        /^(?:cat|zcat|head|tail|grep|egrep|less)\b/.test(first)
      ? first
      : null;
  let reduced: Reduced | null = null;
  if (listing !== null) {
    if (/\s(?:-E|--event)\b/.test(listing)) reduced = "events";
    else if (/\s(?:-L|--dump)\s+(?:dying|unconfirmed|expect)\b/.test(listing)) reduced = "filtered";
    else if (
      /\bconntrack\b/.test(listing) &&
      !/nf_conntrack\b/.test(listing) &&
      CHOOSES.test(listing)
    )
      reduced = "filtered";
    else if (/^(?:e?grep)\b/.test(listing))
      reduced = /\s-\w*c/.test(listing) ? "counted" : "filtered";
    else if (/^(?:head|tail)\b/.test(listing)) reduced = "cut";
  }
  for (const stage of rest) {
    if (/^(?:wc|uniq)\b/.test(stage) || /^e?grep\s(?:\S+\s)*?-\w*c/.test(stage)) return "counted";
    if (/^(?:e?grep|awk|gawk|sed|rg|cut|jq)\b/.test(stage))
      reduced = reduced === "events" ? reduced : "filtered";
    else if (/^(?:head|tail)\b/.test(stage)) reduced ??= "cut";
  }
  return reduced;
}

/** A command that lists every entry. */
const WHOLE_LIST =
  /^(?:conntrack\s+(?:-L|--dump)(?:\s+-o\s+\S+)?|cat\s+\/proc\/net\/(?:nf|ip)_conntrack)(?:\s+2>\s*\S+)?$/;

/** The bare values that one command prints. */
function expectedOf(first: string, rest: readonly string[]): Expected[] {
  if (/^(?:echo|printf)\b/.test(first)) {
    const of = substituted(first).flatMap((one) => expectedOf(innerCommand(one), []));
    return of.length === 0 ? [] : [{ is: "line", of }];
  }
  // all rows, counted: -L is the whole table, or of one address family
  if (
    (/^wc\s+-l\s+\/proc\/net\/(?:nf|ip)_conntrack$/.test(first) && rest.length === 0) ||
    (/^wc\s+-l$/.test(rest[0] ?? "") && rest.length === 1 && WHOLE_LIST.test(first))
  )
    return [{ is: "count" }];
  if (rest.some((stage) => /^(?:wc|uniq)\b/.test(stage) || /^e?grep\s(?:\S+\s)*?-\w*c/.test(stage)))
    return [{ is: "rows" }];
  if (/^e?grep\s(?:\S+\s)*?-\w*c/.test(first))
    return /cpuinfo/.test(first) ? [{ is: "cpus" }] : [{ is: "rows" }];
  if (/^(?:cat|head|tail|sudo cat)\b/.test(first))
    return [...first.matchAll(/\/(?:proc\/sys|sys\/module)\/\S+/g)].flatMap(([path]) =>
      expand(path).flatMap((one) => settingOfPath(one) ?? []),
    );
  const words = first.split(/\s+/);
  const command =
    words.find((word) => !word.startsWith("-") && !/^(?:sudo|\w+=.*)$/.test(word)) ?? "";
  if (
    /\bsysctl$/.test(command) &&
    words.some((word) => /^-\w*[nb]/.test(word) || word === "--values")
  )
    return words
      .filter((word) => /^[\w-]+(?:[./][\w-]+)+$/.test(word))
      .map((name) => ({ is: "setting", name: sysctlName(name) }));
  if (/\bconntrack\b.*\s-(?:C|-count)\b/.test(first)) return [{ is: "count" }];
  if (/\b(?:nproc|getconf\s+_NPROCESSORS)/.test(first)) return [{ is: "cpus" }];
  if (/^uname\s+-r\b/.test(first)) return [{ is: "release" }];
  if (/^hostname(?:\s+-[sf])?$/.test(first)) return [{ is: "hostname" }];
  if (/\/proxyMode\b/.test(first)) return [{ is: "proxy-mode" }];
  if (/^date\s+(?:-u\s+)?["']?\+%s/.test(first)) return [{ is: "epoch" }];
  return [];
}

/** `a{b,c}d` as the shell expands it, once. */
function expand(path: string): string[] {
  const braces = /^([^{]*)\{([^}]{1,256})\}(.*)$/.exec(path);
  return braces === null
    ? [path]
    : braces[2]!.split(",").map((middle) => `${braces[1]}${middle}${braces[3]}`);
}

/** The setting that a file below /proc/sys or a module's parameters holds, from wherever it was copied. */
export function settingOfPath(path: string): Expected | null {
  const found = /(?:^|\/)proc\/sys\/([\w.@-]+(?:\/[\w.@-]+)+)$/.exec(path)?.[1];
  if (found !== undefined) return { is: "setting", name: sysctlName(`/proc/sys/${found}`) };
  const module = /(?:^|\/)sys\/module\/(\w+)\/parameters\/(\w+)$/.exec(path);
  if (module !== null) return { is: "setting", name: `module.${module[1]}.${module[2]}` };
  const bare = /(?:^|\/)((?:nf|ip)_conntrack_\w+)(?:\.txt)?$/.exec(path)?.[1];
  if (bare !== undefined && /_(?:count|max|buckets|expect_max)$|timeout|_acct$|_tcp_/.test(bare))
    return {
      is: "setting",
      name:
        bare === "nf_conntrack_max" || bare.startsWith("nf_")
          ? `net.netfilter.${bare}`
          : `net.ipv4.netfilter.${bare}`,
    };
  return null;
}
