import { saysWhen } from "./says-when.ts";

/** Words that people number: `Test-1`. */
const NUMBERED = words(
  "test tests testing example sample case scenario option experiment section appendix fig figure question problem " +
    "solution edit trial check task item note notes variant method exercise finding result results cve",
);
/** Other words of headings, which no machine is called by alone. */
const PLAIN = words(
  "summary pre post re co follow up work around root cause mortem run on off prem prod read write only tl dr to do " +
    "how step timeout timeouts dns drop drops error errors latency network networking traffic packet packets loss " +
    "analysis timeline impact background context details environment reproduce reproduction expected actual " +
    "additional info current state status command commands output kernel log logs limit limits usage table tables ip nf",
);
/** What systems, programs and families of addresses are called. */
const THINGS =
  /^(?:k[038]s|rke2?|microk8s|ipv[46]|x86[-_]64|i[36]86|a(?:md|rm)64|aarch64|http[23]|docker-[ce]e|kube-(?:proxy|system|dns|router|apiserver|scheduler)|node-exporter|core-?dns|cri-o|open-?v-?switch|(?:ubuntu|debian|rhel|centos|rocky|alma|fedora|sles|linux|kernel|kubernetes|docker|containerd|calico|cilium|helm|istio|nginx|envoy|openshift|[aeg]ks)[-_ ]?v?\d{1,4}(?:\.\d{1,4}){1,3}|rhel-?\d)$/i;

/** Whether what might be a machine's name heads a section instead: a moment, a thing, words that say what follows. */
export function namesNoMachine(name: string): boolean {
  if (saysWhen(name) || THINGS.test(name)) return true;
  const said = name
    .toLowerCase()
    .split(/[-_.\d]+/)
    .filter((word) => word !== "");
  return (
    said.length > 0 &&
    said.every((word) => NUMBERED.has(word) || (PLAIN.has(word) && !/\d/.test(name)))
  );
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
