import { type ManifestFact, manifestParser } from "./manifest-parser.ts";
import { type Redaction, TOOL_WORDS, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";

/** Words that a manifest of ours holds, beside those of its commands. */
const SHOWN = wordList(
  [...TOOL_WORDS].join(" "),
  "conntriage once start end dump timeline csv txt json gz stderr file after sS m w n L C S f ltn Ln Lcn family inet6 connect",
  "loaded installed configuration kube-proxy may that can even left specify right did tracking CoreDNS metrics PID namespaces " +
    "others larger wrong took terminal taken had than sysctls lsns crictl kubectl A o get custom columns metadata NAME name " +
    "TYPE addressType PORTS ports ENDPOINTS addresses NS headers pods endpointslices configmap line crictl inspectp rows first " +
    "IPVS is not Failed Couldn t after ms gone process MB kB of in at asked reached cut off the end",
  "refused curl iptables-save extended legacy xtables sed grep sys/net/netfilter duration interval no dump max rows list watch events",
  // words of the collector's own commands, all of them
  "kept ls class short what how why each ADDRESS gc thresh port range mem syn backlog tw buckets orphans rp filter somaxconn netdev fs nr",
  "INTERFACE INODE wide state ready volumes jsonpath fib trie if cgroup Li tunp looking fullest most counters watching",
  "growing level loss clash chain log SIGUSR1 ended dumps before quiet keep bytes at each second",
  "bundle tar proxyMode healthz metrics http HTTP localhost size exceeds asked skipped because before nothing took would",
);

const KEYS =
  /^(?:schema|collector|arguments|hostname|started|ended|startedUptime|endedUptime|uid|netns|netnsOfPid1|files|path|command|exit|seconds|bytes|cut|reason|sha256|recorder|trigger|uptime)$/;
/** One begins behind no backslash: outside of strings there is none. */
const STRING = /(?<!\\)"((?:[^"\\]|\\.)*)"(\s*:)?/g;
/** What JSON has beside strings. */
const BESIDE = /^(?:[\s{}[\],:\d.+-]|[eE](?=[-+\d])|true|false|null)*$/;

/** Strings of the manifest: names and commands without what is somebody's, and not the sums of what they were taken of. */
const redact: Redaction = () => (line, hide) => {
  if (!BESIDE.test(line.replace(STRING, ""))) return "";
  let key = "";
  return line.replace(STRING, (whole, text: string, sign: string | undefined) => {
    if (sign !== undefined) {
      key = text;
      return KEYS.test(key) ? whole : `"${hide.name(key)}"${sign}`;
    }
    if (
      /^(?:schema|collector|started|ended|netns|netnsOfPid1)$/.test(key) &&
      /^[\w/:.+-]{0,64}$/.test(text)
    )
      return whole;
    if (key === "sha256") return "null";
    return `"${key === "hostname" || key === "path" ? hide.name(text) : hide.words(text, SHOWN)}"`;
  });
};

export const manifest = defineSource<ManifestFact>({
  what: "the collector's manifest",
  get: "sh collect.sh",
  sensitive: ["addresses", "names"],
  redact,
  alternatives: [],
  parser: manifestParser,
});
