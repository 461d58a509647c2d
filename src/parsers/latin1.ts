/** The bytes `[from, to)` as text, each of them a character. */
export const latin1 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = "";
  for (let p = from; p < to; p += 4096)
    text += String.fromCharCode(...bytes.subarray(p, Math.min(p + 4096, to)));
  return text;
};
