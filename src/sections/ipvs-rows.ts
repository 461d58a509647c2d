import { rowOf } from "./other-tables.ts";
import type { Respelt } from "./respelt.ts";

/** `ipvsadm -Lcn`: `TCP 14:59  ESTABLISHED 10.0.0.1:34567 10.96.0.1:80 10.244.1.2:8080`. */
const LISTED =
  /^(TCP|UDP|SCTP)\s{1,8}(\d{1,6}):(\d\d)(?::(\d\d))?\s{1,16}([A-Z_]{2,24})\s{1,16}(\S{4,64})\s{1,32}(\S{4,64})\s{1,32}(\S{4,64})$/;
/** `/proc/net/ip_vs_conn`: addresses and ports are hexadecimal, but those of IPv6 with colons. */
const PROC =
  /^(TCP|UDP|SCTP)\s{1,8}(\S{8,46}) ([0-9A-F]{4}) (\S{8,46}) ([0-9A-F]{4}) (\S{8,46}) ([0-9A-F]{4}) ([A-Z_]{2,24})\s{1,16}(\d{1,9})(?:\s|$)/;

const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };
/** States that nf_conntrack calls otherwise. */
const STATES: Readonly<Record<string, string>> = { SYNACK: "SYN_RECV", LISTEN: "NONE" };

/** Reads a connection of IPVS as a row of nf_conntrack's form, or null. */
export function ipvsRow(bare: string): Respelt | null {
  const listed = LISTED.exec(bare);
  if (listed !== null) {
    const [, protocol, first, second, third, state, ...ends] = listed;
    const seconds =
      third === undefined
        ? Number(first) * 60 + Number(second)
        : Number(first) * 3600 + Number(second) * 60 + Number(third);
    return row(protocol!, state!, seconds, ends.map(endOf));
  }
  const [, protocol, a, aPort, b, bPort, c, cPort, state, seconds] = PROC.exec(bare) ?? [];
  if (protocol === undefined) return null;
  const ends = [a, b, c].map((text, at) => ({
    address: addressOf(text!),
    port: Number.parseInt([aPort, bPort, cPort][at]!, 16),
  }));
  return row(protocol, state!, Number(seconds), ends);
}

interface End {
  address: string;
  port: number;
}

function endOf(text: string): End {
  const at = text.lastIndexOf(":");
  return { address: text.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(text.slice(at + 1)) };
}

const addressOf = (text: string): string =>
  /^[0-9A-F]{8}$/.test(text)
    ? (text.match(/../g) ?? []).map((two) => Number.parseInt(two, 16)).join(".")
    : text.replace(/^\[|\]$/g, "").toLowerCase();

/** What a client asks of a service, and what the server behind it answers. */
function row(said: string, state: string, seconds: number, ends: readonly End[]): Respelt | null {
  const [client, service, server] = ends;
  if (ends.some(({ port }) => !(port >= 0 && port < 65_536))) return null;
  const protocol = said.toLowerCase();
  const tuple = (from: End, to: End) =>
    `src=${from.address} dst=${to.address} sport=${from.port} dport=${to.port}`;
  return rowOf("IPVS", {
    protocol,
    number: NUMBERS[protocol]!,
    state: protocol === "udp" ? null : (STATES[state] ?? state),
    seconds: String(seconds),
    tuples: [tuple(client!, service!), tuple(server!, client!)],
    rest: "",
  });
}
