import { stampTime } from "./kernel-stamp.ts";
import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { type NumberAt, parseFailed } from "./values.ts";

/**
 * kube-proxy's health. Source: port 10256, `/healthz`. Times are milliseconds since 1970; what the
 * answer does not hold is null. Status 503 means that an update has waited for too long (or, with
 * `nodeEligible` false, that the node is being drained).
 */
export interface KubeProxyHealthzFact {
  /** From a first line `HTTP <status>`; null without it. */
  status: NumberAt | null;
  lastUpdated: number | null;
  currentTime: number | null;
  /** Since 1.28. */
  nodeEligible: boolean | null;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when there is neither a status nor a known key. */
const parser: LineParser<KubeProxyHealthzFact> = (entry) => {
  const fact: KubeProxyHealthzFact = {
    status: null,
    lastUpdated: null,
    currentTime: null,
    nodeEligible: null,
    line: 0,
  };
  const time = (text: string, key: string): number | null => {
    const at = text.indexOf(`"${key}"`);
    // Go prints "2026-11-22 17:07:00.123 +0000 UTC m=+12.3": only the first 36 characters matter.
    return at < 0 ? null : stampTime(text.slice(at + key.length + 2, at + key.length + 50)).time;
  };
  return {
    line(text, number) {
      const status = /^HTTP(?:\/[\d.]{1,3})? (\d{3})(?!\d)/.exec(text.trim())?.[1];
      if (status !== undefined) fact.status ??= { value: Number(status), line: number };
      const known = /"(?:lastUpdated|currentTime|nodeEligible|nodeHealthy)"/.test(text);
      if (known && fact.line === 0) fact.line = number;
      fact.lastUpdated ??= time(text, "lastUpdated");
      fact.currentTime ??= time(text, "currentTime");
      const eligible = /"nodeEligible"\s{0,8}:\s{0,8}(true|false)/.exec(text)?.[1];
      if (eligible !== undefined) fact.nodeEligible ??= eligible === "true";
    },
    end() {
      if (fact.status === null && fact.line === 0) {
        throw parseFailed(entry, 1, "expected the answer of /healthz");
      }
      return { ...fact, line: fact.line || (fact.status?.line ?? 1) };
    },
  };
};

export const healthz = defineSource<KubeProxyHealthzFact>({
  what: "kube-proxy's health",
  get: "curl -s -w '\\nHTTP %{http_code}\\n' http://127.0.0.1:10256/healthz",
  sensitive: ["nothing"],
  redact: worded(
    wordList("lastUpdated currentTime nodeEligible nodeHealthy true false UTC HTTP m"),
  ),
  alternatives: [],
  parser,
});
