import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backtracks, keyOf, type Verdict, verdictOf } from "./check.ts";
import { literals, madeOnLoad } from "./collect.ts";

/**
 * Those that are not linear, or that scslre finds fault with, each with what bounds the text that it is given.
 * Over 2,000 characters the square of their number is some milliseconds.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  "/^(?:\\[([^\\]]*)\\]|([^:[\\]]*|[^[\\]]*:[^[\\]]*:[^[\\]]*?))(?::(\\d{1,5}))?$/":
    "the caller's own option",
  "/^[.-]+|[.-]+$/g": "the name of a host, of 253 characters",
  "/ \\(.*$/": "the path of a unit, of 1,024 characters",
  "/[/!]+$/": "a path, of 1,024 characters",
  "/\\B(?=(?:\\d{3})+$)/g": "the digits of a number",
  "/0+$/": "the digits of a number",
  "/(?:%[^\\]]*)?\\]?$/": "an address, of 80 characters",
  "/^([\\w-]+(?:\\/[\\w.-]+)+)(.*)$/": "a reference of a cause, of 2,000 characters",
  "/\\s*\\n\\s*/g": "a sentence of the contract",
  "/\\(([^)]*)\\)/": "a name that fills a template",
  "/^(.*?)(\\s+#\\s.*)?$/": "a line of a command that is cut before",
  "/[A-Za-z0-9]+$/": "what fits a terminal's line",
  "/(?<!\\bminikube\\s+)\\bssh\\s+(?:-\\S+\\s+(?:[A-Za-z][^\\s=]*=\\S*\\s+|\\d+\\s+)?)*(?:[\\w.-]+@)?([\\w.-]{1,253})\\s+\\S/":
    "a command, of 2,000 characters",
  "/(?:^|\\s)(?:-[a-zA-Z]*[na][a-zA-Z]*|--net|--all)(?:\\s|$)/":
    "the options of a command, of 2,000 characters",
  "/\\S+(?=[\\s,;|]|$)/g": "the first 80 characters of a line",
  "/^(?:==> (?<head>.+?) <==|\\*{2,} ?(?:Output (?:of|for|from):? ?)?(?<stars>[^*].*?)\\s{0,8}\\*{2,}|[-=#~_+]{2,}\\s{0,4}(?<rule>[^-=#~_+\\s].*?)\\s{0,4}[-=#~_+:]{0,80}|#{1,6} (?<hash>\\S.*))$/":
    "a title, of 2,100 characters",
  "/[.,;)]+$/": "a value, of 64 characters",
  "/(?:^|\\/)proc\\/sys\\/([\\w.@-]+(?:\\/[\\w.@-]+)+)$/":
    "a path, or a word of a command, of 2,000 characters",
  "/ \\(.*\\)$/": "the name of a destination",
  "/ at line .*$/": "a fault of the caller's own file",
  "/((?:^|[./])(?:conf|neigh)[./])(.+)([./]\\w+)$/": "a setting's name, of 256 characters",
  "/(?:\\.(?:tar|tgz|txz|tbz2?|tzst|zip|gz|bz2|xz|zst))+$/i": "a path, of 1,024 characters",
  "/^ +cat <<'END'\\n([\\s\\S]*?)^END$/m": "our own script",
  "/^(?:cluster-resources\\/pods\\/)?logs?\\/[^?]*(?:kube-proxy|coredns)[^/]*(?:\\/[^/]+)?\\.log$/":
    "a path, of 1,024 characters",
  "/^(?:rke|rke2|k3s|kubeadm|k8s)\\/(?:containerlogs|podlogs|containers-varlogs)\\/[^?]*(?:kube-proxy|coredns)[^/]*$/":
    "a path, of 1,024 characters",
  "/^var_log\\/(?:[^/]+\\/)*[^/]*(?:kube-proxy|coredns)[^?]*\\.log$/":
    "a path, of 1,024 characters",
};

const known = JSON.parse(
  readFileSync(new URL("./verdicts.json", import.meta.url), "utf8"),
) as Record<string, Verdict>;

describe("regular expressions of src/", async () => {
  const { regexps, made } = literals();
  const onLoad = await madeOnLoad(made);
  const all = new Map([...regexps, ...onLoad].map((one) => [keyOf(one), one]));

  test("are all found, those that are made of strings too", () => {
    expect(regexps.length).toBeGreaterThan(800);
    for (const [path, sites] of made) {
      const seen = onLoad.filter(({ place }) => place === path).length;
      // one that is made anew whenever it is wanted is slow, and nobody can tell what it may become
      expect(seen, path).toBeGreaterThanOrEqual(sites);
    }
  });

  test("are linear, or are given a short text", () => {
    const faults = [...all].flatMap(([key, one]) => {
      const verdict = known[key] ?? verdictOf(one);
      const isFine = verdict === "linear" || (verdict === "undecided" && !backtracks(one));
      if (isFine || (verdict !== "exponential" && Object.hasOwn(BOUNDED, key))) return [];
      return [
        `${one.place}: ${key} is ${verdict}: mend it, or say in BOUNDED what bounds its text`,
      ];
    });
    expect(faults).toEqual([]);
  }, 120_000);

  test("are decided in verdicts.json, which `npm run regexps` renews", () => {
    expect([...all.keys()].filter((key) => known[key] === undefined)).toEqual([]);
    expect(Object.keys(known).filter((key) => !all.has(key))).toEqual([]);
    expect(Object.keys(BOUNDED).filter((key) => !all.has(key))).toEqual([]);
  });

  test.each([
    ["/^(a|a)*$/", "exponential"],
    ["/\\s+$/", "polynomial"],
    ["/^a+b$/", "linear"],
  ])("of which %s is told to be %s", (key, verdict) => {
    const [source = "", flags = ""] = key.slice(1).split("/");
    expect(verdictOf({ source, flags, place: "" })).toBe(verdict);
  });

  test("of which one with look-around that backtracks is found all the same", () => {
    expect(backtracks({ source: "^(?!x)a+a+$", flags: "", place: "" })).toBe(true);
  });
});
