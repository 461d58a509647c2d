import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../src/archive/crc32.ts";
import { concat } from "./archives.ts";

/** One member of a zip that a test makes by hand, as hostile as it likes. */
export interface ZipMember {
  name: string;
  body?: Uint8Array | string;
  stored?: boolean;
  /** Its sizes stand behind its data, as a writer to a pipe puts them. */
  descriptor?: boolean;
  /** Its sizes and place stand in an extra field. */
  zip64?: boolean;
  /** Raw fields that are to lie. */
  crc?: number;
  size?: number;
  packed?: number;
  at?: number;
  method?: number;
  flags?: number;
  mode?: number;
}

interface Options {
  /** Bytes before the first member, which no place counts. */
  before?: Uint8Array;
  comment?: string;
  zip64?: boolean;
}

const FULL = 0xffffffff;
const UTF8 = 0x800;
const latin1 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Little-endian numbers of 2, 4 or 8 bytes. */
function fields(...list: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array {
  return concat(
    ...list.map(([bytes, value]) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
      return new Uint8Array(view.buffer, 0, bytes);
    }),
  );
}

/** A zip of these members. */
export function zipOf(members: readonly ZipMember[], options: Options = {}): Uint8Array {
  const { before = new Uint8Array(), comment = "" } = options;
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const member of members) {
    const name = latin1(member.name);
    const body =
      typeof member.body === "string" ? latin1(member.body) : (member.body ?? new Uint8Array());
    const data = member.stored ? body : new Uint8Array(deflateRawSync(body));
    const flags = member.flags ?? UTF8 | (member.descriptor ? 8 : 0);
    const method = member.method ?? (member.stored ? 0 : 8);
    const crc = member.crc ?? crc32(body);
    const [size, packed] = [member.size ?? body.length, member.packed ?? data.length];
    const place = member.at ?? at;
    const large = member.zip64 === true;
    const local = member.descriptor ? [0, 0, 0] : [crc, large ? FULL : packed, large ? FULL : size];
    const localExtra =
      large && !member.descriptor
        ? fields([2, 1], [2, 16], [8, size], [8, packed])
        : new Uint8Array();
    add(
      concat(
        fields(
          [4, 0x04034b50],
          [2, 45],
          [2, flags],
          [2, method],
          [4, 0],
          [4, local[0]!],
          [4, local[1]!],
          [4, local[2]!],
          [2, name.length],
          [2, localExtra.length],
        ),
        name,
        localExtra,
        data,
      ),
    );
    if (member.descriptor) add(fields([4, 0x08074b50], [4, crc], [4, packed], [4, size]));
    const extra = large
      ? fields([2, 1], [2, 24], [8, size], [8, packed], [8, place])
      : new Uint8Array();
    directory.push(
      concat(
        fields([4, 0x02014b50], [2, 0x0314], [2, 45], [2, flags], [2, method], [4, 0], [4, crc]),
        fields(
          [4, large ? FULL : packed],
          [4, large ? FULL : size],
          [2, name.length],
          [2, extra.length],
          [2, 0],
          [2, 0],
          [2, 0],
        ),
        fields([4, (member.mode ?? 0o100644) * 65_536], [4, large ? FULL : place]),
        name,
        extra,
      ),
    );
  }
  const from = at;
  for (const header of directory) add(header);
  const size = at - from;
  const count = members.length;
  if (options.zip64) {
    const end = at;
    add(
      fields(
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
        [8, count],
        [8, count],
        [8, size],
        [8, from],
      ),
    );
    add(fields([4, 0x07064b50], [4, 0], [8, end], [4, 1]));
  }
  const told = options.zip64 ? [0xffff, FULL, FULL] : [count, size, from];
  add(
    fields(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, told[0]!],
      [2, told[0]!],
      [4, told[1]!],
      [4, told[2]!],
      [2, comment.length],
    ),
  );
  add(latin1(comment));
  return concat(before, ...parts);
}
