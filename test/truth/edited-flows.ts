/** Edited samples about who is behind many rows of one kind: who asks, who does not answer, which way they go. */
import type { Who } from "../support/parties.ts";
import type { EditedSample } from "./edit-kinds.ts";

const EXHAUSTED = (primary: string, party: Who["party"] = null) => ({
  state: "exhausted",
  primary,
  party,
});
/** A row of the scan in `connection-scan`. */
const ATTEMPT =
  "^tcp +6 (\\d+) SYN_SENT src=\\S+ dst=\\S+ sport=(\\d+) dport=\\d+ \\[UNREPLIED\\] .*$";
const OUTSIDE =
  "it takes thousands of hosts, which would be as many addresses of one namespace here";

export const EDITED_FLOWS: readonly EditedSample[] = [
  {
    id: "syn-flood",
    from: "connection-scan",
    expected: EXHAUSTED("syn-flood", [
      { role: "destination", address: "203.0.113.10", port: 443, protocol: "tcp" },
      { role: "endpoint", address: "203.0.113.10", port: 443 },
    ]),
    changed:
      "The attempts of the scan became half-open connections to one server, each from an address of its own, as a flood with invented sources leaves them.",
    because: OUTSIDE,
    edits: [
      {
        rows: " SYN_SENT ",
        rewrite: ATTEMPT,
        by: "tcp      6 {1..59} SYN_RECV src=198.51.{0..9/250}.{1..250} dst=203.0.113.10 sport=$2 dport=443 src=203.0.113.10 dst=198.51.{0..9/250}.{1..250} sport=443 dport=$2 mark=0 use=1",
      },
    ],
  },
  {
    id: "udp-streams",
    from: "udp-accumulation",
    expected: EXHAUSTED("udp-streams"),
    changed:
      "The lookups and metrics became streams of QUIC from the pods to hosts outside: both ways, ASSURED, under `nf_conntrack_udp_timeout_stream`.",
    because: "the lab's clients speak no protocol that keeps a UDP flow up",
    edits: [
      {
        rows: "^udp ",
        rewrite: "^udp .*$",
        by: "udp      17 {1..119} src=10.244.1.{10..89} dst=203.0.113.{1..250} sport={20000..59999} dport=443 src=203.0.113.{1..250} dst=10.244.1.{10..89} sport=443 dport={20000..59999} [ASSURED] mark=0 use=1",
      },
    ],
  },
  {
    id: "stateless-service-tracked",
    from: "udp-accumulation",
    expected: {
      ...EXHAUSTED("stateless-service-tracked", [
        { role: "destination", address: "203.0.113.53", port: 53, protocol: "udp" },
        { role: "endpoint", address: "203.0.113.53", port: 53 },
      ]),
      also: ["udp-accumulation"],
    },
    changed:
      "The lookups and metrics became lookups of clients outside at a name server of this host's own, each from an address of its own.",
    because: OUTSIDE,
    edits: [
      {
        rows: "^udp ",
        rewrite: "^udp .*$",
        by: "udp      17 {1..29} src=198.51.{0..19/250}.{1..250} dst=203.0.113.53 sport={20000..59999} dport=53 src=203.0.113.53 dst=198.51.{0..19/250}.{1..250} sport=53 dport={20000..59999} mark=0 use=1",
      },
    ],
  },
  {
    id: "half-notrack",
    from: "asymmetric-path",
    expected: EXHAUSTED("half-notrack", [{ role: "source", address: "10.244.2.82" }]),
    changed:
      "The connections of one direction became answers of one server, and a rule was added that keeps what goes to its port 8080 out of the table; what comes from there has none.",
    because:
      "it is what asymmetric-path shows but for its reason, which is a rule instead of a route",
    edits: [
      {
        rows: " ESTABLISHED .*UNREPLIED",
        rewrite:
          "src=(\\S+) dst=\\S+ sport=(\\d+) dport=\\d+ \\[UNREPLIED\\] src=\\S+ dst=\\S+ sport=\\d+ dport=\\d+",
        by: "src=10.244.2.82 dst=$1 sport=8080 dport=$2 [UNREPLIED] src=$1 dst=10.244.2.82 sport=$2 dport=8080",
      },
      {
        add: "once/iptables-save.txt",
        lines: [
          "*raw",
          ":PREROUTING ACCEPT [0:0]",
          ":OUTPUT ACCEPT [0:0]",
          "-A PREROUTING -d 10.244.2.82/32 -p tcp -m tcp --dport 8080 -j NOTRACK",
          "COMMIT",
        ],
      },
    ],
  },
];
