import type { LineParser } from "./line-parser.ts";
import { defineSource } from "./source.ts";
import { sysctlName } from "./sysctl-line.ts";
import { decimal, type NumberAt, parseFailed, putBounded } from "./values.ts";

/**
 * What kube-proxy wrote to the kernel's settings, by its own log. Each was in force when it was written; what
 * holds now, another program may have changed.
 *
 * Source: `kubectl logs -n kube-system kube-proxy-…`, klog's two forms.
 */
export interface KubeProxyLogFact {
  /** By the setting's name, the last value that was written. */
  set: Map<string, Written>;
  /** The proxy mode that it says it uses; null when it says none. */
  mode: "iptables" | "ipvs" | "nftables" | null;
  lines: number;
}

/** A value that was written. */
export interface Written extends NumberAt {
  /** When, by klog's stamp, which has neither a year nor a zone; null where the line has none. */
  stamp: string | null;
}

const STAMP = /^\s{0,8}[IWEF](\d{4} \d\d:\d\d:\d\d)(?:\.\d{1,9})? /;
const SET = /[Ss]et sysctl ['"]?([\w./-]{3,128})['"]? to (\d{1,12})/;
const SET_STRUCTURED = /"Set sysctl" entry="([\w./-]{3,128})" value=(\d{1,12})/;
/** Up to 1.6. */
const SET_OLD = /Setting (nf_conntrack_max|conntrack hashsize) to (\d{1,12})/;
const MODE = /[Uu]sing (iptables|ipvs|nftables)(?: |-|")/i;

const setIn = (text: string) => SET.exec(text) ?? SET_STRUCTURED.exec(text) ?? SET_OLD.exec(text);
const nameOf = (said: string): string =>
  said === "conntrack hashsize"
    ? "module.nf_conntrack.hashsize"
    : said.startsWith("nf_")
      ? `net.netfilter.${said}`
      : sysctlName(said);

/** @throws AnalyzerError `PARSE_FAILED` when there is no line. */
const parser: LineParser<KubeProxyLogFact> = (entry) => {
  const fact: KubeProxyLogFact = { set: new Map(), mode: null, lines: 0 };
  return {
    line(text, number) {
      if (text.trim() === "") return;
      fact.lines++;
      const found = setIn(text);
      const value = found === null ? null : decimal(found[2]!);
      if (found !== null && value !== null)
        putBounded(
          fact.set,
          nameOf(found[1]!),
          { value, line: number, stamp: STAMP.exec(text)?.[1] ?? null },
          1000,
        );
      const mode = MODE.exec(text)?.[1]?.toLowerCase();
      if (mode === "iptables" || mode === "ipvs" || mode === "nftables") fact.mode ??= mode;
    },
    end() {
      if (fact.lines === 0) throw parseFailed(entry, 1, "the log is empty");
      return fact;
    },
  };
};

/** When and how grave; the file's name is the program's own. */
const HEAD = /^\s*[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{3,9} +\d+ \w[\w.]{0,64}\.go:\d+\]/;

export const kubeProxyLog = defineSource<KubeProxyLogFact>({
  what: "kube-proxy's log",
  get: "kubectl -n kube-system logs ds/kube-proxy",
  sensitive: ["names", "addresses"],
  redact: () => (line) => {
    const [head] = HEAD.exec(line) ?? [];
    const said = setIn(line) ?? MODE.exec(line);
    return head === undefined && said === null ? "" : `${head ?? ""} ${said?.[0] ?? ""}`;
  },
  alternatives: [],
  parser,
});
