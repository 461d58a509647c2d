import { type Redaction, wordList } from "../redaction.ts";
import { defineSource } from "../source.ts";
import { conntrackTable, type TableFact } from "./index.ts";

/** What a row, in any of its forms, has beside addresses and numbers. */
const SHOWN = wordList(
  "tcp udp udplite icmp icmpv6 gre sctp dccp unknown ipv4 ipv6 ip NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT",
  "LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN CLOSED COOKIE_WAIT COOKIE_ECHOED SHUTDOWN_SENT SHUTDOWN_RECD",
  "SHUTDOWN_ACK_SENT HEARTBEAT_SENT HEARTBEAT_ACKED REQUEST RESPOND PARTOPEN OPEN CLOSEREQ CLOSING TIMEWAIT IGNORE INVALID",
  "src dst sport dport type code id packets bytes mark secmark secctx zone orig reply use delta start stop helper labels",
  "srckey dstkey timeout stream_timeout ASSURED UNREPLIED OFFLOAD HW_OFFLOAD SEEN_REPLY CONFIRMED SRC_NAT DST_NAT NEW",
  "UPDATE DESTROY conntrack v tools flow entries events have been shown ftp tftp sip pptp amanda irc snmp netbios ns",
  "xml version encoding utf UTF meta direction original independent layer3 layer4 protonum protoname state unreplied assured",
  "src port A t u s d r q p g n w status port nat counter orig extended",
);

const TRAILER =
  /conntrack v[\d.]{1,16} \(conntrack-tools\): \d{1,15} flow entries have been shown\.?/;

/** A row that the tool's last message cut in two is put together again, on its second line. */
const redact: Redaction = () => {
  let half = "";
  return (line, hide) => {
    const trailer = TRAILER.exec(line);
    const before = half + (trailer === null ? line : line.slice(0, trailer.index));
    const behind = trailer === null ? "" : line.slice(trailer.index + trailer[0].length).trimEnd();
    half = "";
    if (trailer === null || (behind !== "" && before !== ""))
      return hide.words(before + behind, SHOWN);
    half = before;
    return behind === "" ? trailer[0] : trailer[0] + hide.words(behind, SHOWN);
  };
};

export const tableSource = defineSource<TableFact>({
  what: "a dump of the table",
  get: "conntrack -L",
  sensitive: ["addresses"],
  redact,
  alternatives: [],
  wanted: true,
  byteParser: conntrackTable,
});
