import { compare } from "../../src/index.ts";
import { isClaimed } from "../../src/report/claims.ts";
import type { Comparison, Difference } from "../../src/report/comparison.ts";
import { capturesOf } from "./support.ts";

/** What a comparison must say of a fix that the lab made between two captures: `what name: change`, in any order. */
interface Fix {
  id: string;
  title: string;
  says: readonly string[];
  /** Of these kinds nothing else may be claimed to differ. */
  nothingElse: readonly Difference["what"][];
}

const EXACT = ["state", "cause", "setting", "rule"] as const;

export const FIXES: readonly Fix[] = [
  {
    id: "timeout-lowered",
    title: "The timeout of TIME_WAIT lowered from 120 s to 5 s",
    says: [
      "state state: better",
      "cause time-wait-churn: gone",
      "setting net.netfilter.nf_conntrack_tcp_timeout_time_wait: other",
      "table table.utilization: less",
      "table demand: less",
      "use time-wait: less",
      "loss table.fullDrops: less",
    ],
    nothingElse: EXACT,
  },
  {
    id: "limit-raised",
    title: "The limit raised from 2,000 to 8,000 entries",
    says: [
      "state state: better",
      "cause table-too-small: gone",
      "setting net.netfilter.nf_conntrack_max: other",
      "table table.utilization: less",
      "loss table.fullDrops: less",
    ],
    // as many entries as before, of the same uses and parties
    nothingElse: [...EXACT, "table", "use", "talker"],
  },
  {
    id: "leak-closed",
    title: "1,200 leaked connections of one client closed",
    says: [
      "state state: better",
      "cause connection-leak: gone",
      "table table.count: less",
      "use idle-established: less",
      "talker 10.96.129.5:5432/tcp: gone",
      ...["150", "151", "152", "153"].map((host) => `talker 10.244.1.${host}: gone`),
    ],
    nothingElse: EXACT,
  },
  {
    id: "stale-deleted",
    title: "1,200 entries to a removed pod deleted by conntrack -D",
    says: [
      "state state: better",
      "cause stale-endpoints: gone",
      "table table.count: less",
      "use stale-endpoint: less",
      "talker 10.96.66.40:6379/tcp: gone",
    ],
    nothingElse: [...EXACT, "talker"],
  },
  {
    id: "proxy-restarted",
    title: "kube-proxy started again, after which its rules are written",
    says: [
      "state state: better",
      "cause proxy-sync-stalled: gone",
      "cause retry-storm: gone",
      "use unanswered-syn: less",
      ...[
        "accounts/login:http",
        "accounts/profile:http",
        "data/cache:redis",
        "data/events:kafka",
        "media/images:http",
        "media/thumbnails:http",
        "shop/cart:http",
        "shop/catalog:http",
        "shop/payments:https",
        "shop/search:http",
        "shop/stock:grpc",
        "shop/web:http",
      ].map((service) => `rule ${service}: other`),
    ],
    nothingElse: EXACT,
  },
];

/** What is wrong with what is said of a fix. */
export async function faultsOfFix({ id, says, nothingElse }: Fix): Promise<string[]> {
  const comparison = await compare(capturesOf(id));
  const [pair] = comparison.pairs as [Comparison["pairs"][number]];
  const claimed = pair.differences.filter(isClaimed);
  const said = (one: Difference) => `${one.what} ${one.name}: ${one.change}`;
  const missing = says.filter((wanted) => !claimed.some((one) => said(one) === wanted));
  const more = claimed.filter((one) => nothingElse.includes(one.what) && !says.includes(said(one)));
  return [
    ...(comparison.outcome === "better" ? [] : [`the outcome is ${comparison.outcome}`]),
    ...missing.map((one) => `not said: ${one}`),
    ...more.map((one) => `also said: ${said(one)}`),
  ].map((fault) => `${id}: ${fault}`);
}
