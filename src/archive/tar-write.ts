import { BLOCK } from "./tar-header.ts";

/** Bytes of a path that a plain header has room for. */
const SHORT = 100;
/** The largest size that eleven octal digits hold. */
const MOST = 8 ** 11 - 1;

/** The blocks before a file's bytes; always as many for one path. A long path, or one with odd letters, stands in full. */
export function tarHeader(path: string, size: number): Uint8Array {
  const name = new TextEncoder().encode(path);
  const isPlain = name.length <= SHORT && name.length === path.length;
  if (isPlain) return block(name, size, "0");
  const record = recordOf("path", path);
  const rest = (BLOCK - (record.length % BLOCK)) % BLOCK;
  const whole = new Uint8Array(2 * BLOCK + record.length + rest);
  whole.set(block(new TextEncoder().encode("path"), record.length, "x"));
  whole.set(record, BLOCK);
  whole.set(block(name.subarray(0, SHORT), size, "0"), whole.length - BLOCK);
  return whole;
}

/** `LENGTH path=VALUE`, whose length counts itself. */
function recordOf(key: string, value: string): Uint8Array {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`);
  let digits = String(rest.length).length;
  while (String(rest.length + digits).length > digits) digits++;
  const length = new TextEncoder().encode(String(rest.length + digits));
  const record = new Uint8Array(length.length + rest.length);
  record.set(length);
  record.set(rest, length.length);
  return record;
}

function block(name: Uint8Array, size: number, type: string): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  header.set(name);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  if (size <= MOST) put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    // as GNU tar writes what is larger: a number of 12 bytes with its first bit set
    header[124] = 0x80;
    for (let at = 135, left = size; at > 124 && left > 0; at--, left = Math.floor(left / 256))
      header[at] = left % 256;
  }
  put("00000000000\0", 136);
  put("        ", 148);
  put(type, 156);
  put("ustar\0", 257);
  put("00", 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
