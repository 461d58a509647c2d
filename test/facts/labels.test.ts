import { describe, expect, test } from "vitest";
import { analyzeFiles } from "../support/evidence.ts";

/** A scrape of a CoreDNS that serves at an address. */
const scrape = (address: string, failed: number, answered: number): string =>
  `coredns_build_info{goversion="go1.22.0",revision="",version="1.11.3"} 1\ncoredns_dns_responses_total{rcode="NOERROR",server="dns://${address}:53",zone="."} ${answered}\ncoredns_dns_responses_total{rcode="SERVFAIL",server="dns://${address}:53",zone="."} ${failed}\ncoredns_proxy_healthcheck_failures_total{proxy_name="forward",to="192.0.2.1:53"} ${failed}\nprocess_start_time_seconds 1.79565298617e+09\n`;
const readingOf = async (files: Record<string, string>) => {
  const { findings } = await analyzeFiles(files);
  const one = findings.find(({ cause }) => cause === "coredns-upstream-dead");
  return [one?.verdict, one?.evidence.find(({ signal }) => signal === "coredns.servfail")?.value];
};

describe("two programs that began at the same time", () => {
  test("are no samples of each other", async () => {
    const files = { "a.txt": scrape("10.1.0.2", 5, 90), "b.txt": scrape("10.1.0.3", 6, 99) };
    expect(await readingOf(files)).toEqual(["unknown", null]);
  });

  test("have two samples each, where there are two", async () => {
    const files = {
      "start/uptime": "100.00 1.00\n",
      "end/uptime": "110.00 2.00\n",
      "start/a.txt": scrape("10.1.0.2", 5, 90),
      "start/b.txt": scrape("10.1.0.3", 6, 99),
      "end/a.txt": scrape("10.1.0.2", 45, 190),
      "end/b.txt": scrape("10.1.0.3", 66, 199),
    };
    expect(await readingOf(files)).toEqual(["likely", 10]);
  });
});
