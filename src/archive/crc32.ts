const ENTRIES = 256;

/** What each byte adds, as the first or the last of four that are taken at once. */
const TABLES = tables();

function tables(): readonly Int32Array[] {
  const all = [0, 1, 2, 3].map(() => new Int32Array(ENTRIES));
  for (let byte = 0; byte < ENTRIES; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    all[0]![byte] = sum;
  }
  for (let table = 1; table < 4; table++)
    for (let byte = 0; byte < ENTRIES; byte++) {
      const before = all[table - 1]![byte]!;
      all[table]![byte] = (before >>> 8) ^ all[0]![before & 0xff]!;
    }
  return all;
}

/** The checksum of zip and gzip over bytes that follow those of `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [one, two, three, four] = TABLES as [Int32Array, Int32Array, Int32Array, Int32Array];
  let sum = ~before;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum =
      four[sum & 0xff]! ^ three[(sum >>> 8) & 0xff]! ^ two[(sum >>> 16) & 0xff]! ^ one[sum >>> 24]!;
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ one[(sum ^ bytes[at]!) & 0xff]!;
  return ~sum >>> 0;
}
