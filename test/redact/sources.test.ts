import { describe, expect, it } from "vitest";
import { SOURCE_NAMES, SOURCES } from "../../src/parsers/index.ts";
import { KeyedHide } from "../../src/redact/hide.ts";
import { keyOf } from "./redacting.ts";

const hide = new KeyedHide(keyOf(1));
/** Somebody's, in all kinds of lines that a source may have by mistake. */
const OWN = [
  "zebracorp",
  "hunter2",
  "52.95.110.1",
  "de:ad:be:ef:00:01",
  "fd12:3456:789a::77",
  "quagga",
];
const LINES = [
  "zebracorp's database quagga-7 at 52.95.110.1 uses the password hunter2",
  "password = hunter2",
  "quagga.zebracorp.key = 5",
  '"token": "hunter2",',
  "# zebracorp: ask quagga@zebracorp.example for hunter2",
  "link/ether de:ad:be:ef:00:01 addr fd12:3456:789a::77",
  '-A INPUT -m mac --mac-source de:ad:be:ef:00:01 -m comment --comment "zebracorp hunter2" -s 52.95.110.1 -j ACCEPT',
  "  zebracorp: 7",
  'LISTEN 0 128 52.95.110.1:22 0.0.0.0:* users:(("quagga",pid=7,fd=3))',
  "Nov 26 03:12:18 quagga-7 sshd[7]: Accepted password hunter2 for zebracorp from 52.95.110.1",
  "[   12.345678] quagga: zebracorp hunter2 52.95.110.1",
  'cilium_zebracorp{host="quagga"} 1',
  'coredns_dns_requests_total{server="dns://52.95.110.1:53",zone="zebracorp.example.",reason="hunter2?"} 1',
  "apiToken: hunter2",
  "--conntrack-max=7 --token=hunter2 --kubeconfig=/home/quagga/zebracorp",
  "tcp 6 9 ESTABLISHED src=52.95.110.1 dst=fd12:3456:789a::77 secctx=zebracorp:hunter2 helper=quagga",
  'PRETTY_NAME="x"; zebracorp=hunter2',
  "Linux quagga 6.1.0 #1 zebracorp (hunter2@quagga)",
];

describe.each(SOURCE_NAMES)("%s", (name) => {
  it("says what of it may be shown, and shows nothing else", () => {
    expect(SOURCES[name].redact).toBeTypeOf("function");
    const redact = SOURCES[name].redact();
    // before and behind each other, since some lines mean something behind others only
    for (const line of [...LINES, ...LINES]) {
      const shown = redact(line, hide).toLowerCase();
      for (const one of OWN) expect(shown, line).not.toContain(one);
    }
  });
});
