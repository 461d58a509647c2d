import { SUMS } from "./memory";

/** The checksum of gzip and zip over what was written. */
export let sum: u32 = 0;

export function clearSum(): void {
  sum = 0;
}

/** Fills `SUMS`: what each byte adds, as the last or an earlier one of sixteen that are taken at once. */
export function layOutSums(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let one = byte;
    for (let bit = 0; bit < 8; bit++) one = (one & 1) !== 0 ? (one >> 1) ^ 0xedb88320 : one >> 1;
    store<u32>(SUMS + (byte << 2), one);
  }
  for (let at: u32 = 256; at < 16 * 256; at++) {
    const before = load<u32>(SUMS + ((at - 256) << 2));
    store<u32>(SUMS + (at << 2), (before >> 8) ^ load<u32>(SUMS + ((before & 0xff) << 2)));
  }
}

/** Adds the bytes of `[from, end)`. */
export function addToSum(from: usize, end: usize): void {
  let all = ~sum;
  let p = from;
  for (; p + 16 <= end; p += 16) {
    const a = load<u32>(p) ^ all;
    const b = load<u32>(p, 4);
    const c = load<u32>(p, 8);
    const d = load<u32>(p, 12);
    // each byte's place in its table, which are 0x400 bytes each
    all =
      load<u32>((d << 2) & 0x3fc, SUMS + 0x0c00) ^
      load<u32>((d >> 6) & 0x3fc, SUMS + 0x0800) ^
      load<u32>((d >> 14) & 0x3fc, SUMS + 0x0400) ^
      load<u32>((d >> 22) & 0x3fc, SUMS) ^
      load<u32>((c << 2) & 0x3fc, SUMS + 0x1c00) ^
      load<u32>((c >> 6) & 0x3fc, SUMS + 0x1800) ^
      load<u32>((c >> 14) & 0x3fc, SUMS + 0x1400) ^
      load<u32>((c >> 22) & 0x3fc, SUMS + 0x1000) ^
      load<u32>((b << 2) & 0x3fc, SUMS + 0x2c00) ^
      load<u32>((b >> 6) & 0x3fc, SUMS + 0x2800) ^
      load<u32>((b >> 14) & 0x3fc, SUMS + 0x2400) ^
      load<u32>((b >> 22) & 0x3fc, SUMS + 0x2000) ^
      (load<u32>((a << 2) & 0x3fc, SUMS + 0x3c00) ^
        load<u32>((a >> 6) & 0x3fc, SUMS + 0x3800) ^
        (load<u32>((a >> 14) & 0x3fc, SUMS + 0x3400) ^
          load<u32>((a >> 22) & 0x3fc, SUMS + 0x3000)));
  }
  for (; p < end; p++) all = (all >> 8) ^ load<u32>(((all ^ load<u8>(p)) & 0xff) << 2, SUMS);
  sum = ~all;
}
