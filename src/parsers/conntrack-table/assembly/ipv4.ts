import { bitsOf, notDigits, WRONG } from "./bytes";
import { SHAPE_BYTES, SHAPES } from "./memory";

/**
 * The IPv4 address in `[from, end)`, its decimals up to three digits long. Its shape, which is where its dots
 * and its end are, tells where each digit goes; there are 81.
 */
export function ipv4(from: usize, end: usize): u64 {
  const length = (end - from) as u32;
  const text = v128.load(from);
  const here: u32 = (1 << length) - 1;
  const dots = bitsOf(text, 0x2e) & here;
  const shape = placeOf(dots + here + 1);
  const values = i8x16.sub(text, i8x16.splat(0x30));
  const octets = i32x4.add(
    i32x4.dot_i16x8_s(
      v128.swizzle(values, v128.load(shape)),
      i16x8(10, 100, 10, 100, 10, 100, 10, 100),
    ),
    v128.swizzle(values, v128.load(shape, 16)),
  );
  const wrong =
    (length >> 4) |
    ((dots + here + 1) ^ load<u32>(shape, 32)) |
    ((notDigits(text) & here) ^ dots) |
    i32x4.bitmask(i32x4.gt_s(octets, i32x4.splat(255)));
  if (wrong !== 0) return WRONG;
  const words = i16x8.narrow_i32x4_u(octets, octets);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0) as u32;
}

/** Where a shape stands: no two of them have the same place. */
function placeOf(shape: u32): usize {
  return SHAPES + (((shape * 3359) >> 7) & 255) * SHAPE_BYTES;
}

/**
 * Fills `SHAPES`: of the octets from the last to the first the places of their tens and hundreds, two bytes each,
 * then of their ones, four bytes each; then the shape itself.
 */
export function layOutShapes(): void {
  for (let lengths: u32 = 0; lengths < 256; lengths++) {
    const shape = shapeOf(lengths);
    if (shape === 0) continue;
    const at = placeOf(shape);
    // a place beyond the text gives a zero
    v128.store(at, i8x16.splat(-1));
    v128.store(at, i8x16.splat(-1), 16);
    store<u32>(at, shape, 32);
    let end: u32 = 0;
    for (let octet: u32 = 0; octet < 4; octet++) {
      const length = lengthOf(lengths, octet);
      const to = at + (3 - octet) * 4;
      end += length;
      store<u8>(to, end - 1, 16);
      if (length > 1) store<u8>(to, end - 2);
      if (length > 2) store<u8>(to, end - 3, 2);
      end++;
    }
  }
}

/** A bit for each dot, and one for the end, when the octets have these lengths; 0 if one of them has none. */
function shapeOf(lengths: u32): u32 {
  let shape: u32 = 0;
  let end: u32 = 0;
  for (let octet: u32 = 0; octet < 4; octet++) {
    const length = lengthOf(lengths, octet);
    if (length === 0) return 0;
    end += length;
    shape |= 1 << end++;
  }
  return shape;
}

/** Two bits for each octet. */
function lengthOf(lengths: u32, octet: u32): u32 {
  return (lengths >> (octet * 2)) & 3;
}
