/** As much of RFC 1035 as a question and its answer need. */

const HEADER_BYTES = 12;

export const RCODES = { NOERROR: 0, SERVFAIL: 2, REFUSED: 5 } as const;

/** A recursive question for the A record of `name`. */
export function question(name: string): Buffer {
  const labels = name.split(".").flatMap((label) => [Buffer.of(label.length), Buffer.from(label)]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(Math.floor(Math.random() * 65_536), 0);
  header.writeUInt16BE(0x0100, 2); // recursion desired
  header.writeUInt16BE(1, 4); // one question
  return Buffer.concat([header, ...labels, Buffer.of(0, 0, 1, 0, 1)]);
}

/** The answer to `asked`: the same bytes with the response flags, and one A record if it has one. */
export function answer(asked: Buffer, rcode: keyof typeof RCODES, address: string): Buffer {
  const reply = Buffer.from(asked);
  reply.writeUInt16BE(0x8180 | RCODES[rcode], 2);
  if (rcode !== "NOERROR") return reply;
  reply.writeUInt16BE(1, 6);
  const record = Buffer.of(0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4);
  return Buffer.concat([reply, record, Buffer.from(address.split(".").map(Number))]);
}
