import { unsafe } from "@noble/ciphers/aes";
import { hexToBytes } from "@noble/ciphers/utils";

/** Bytes of a key: those of AES-128, and a pad, as Crypto-PAn has them. */
export const KEY_BYTES = 32;

/** A key as people keep it: 64 hexadecimal digits; null of anything else. */
export function readKey(text: string): Uint8Array | null {
  const digits = text.trim();
  return /^[0-9a-fA-F]{64}$/.test(digits) ? hexToBytes(digits.toLowerCase()) : null;
}

/** A block of AES as four words, little-endian, as the library takes and gives them. */
type Cipher = (a: number, b: number, c: number, d: number) => ReturnType<typeof unsafe.encrypt>;

/** One key's block cipher, without any mode around it, and the words of its pad. */
export function cipherOf(key: Uint8Array): { cipher: Cipher; pad: Uint32Array } {
  if (key.length !== KEY_BYTES) throw new TypeError(`a key has ${KEY_BYTES} bytes`);
  // a copy, since a Buffer lies somewhere in a larger one
  const own = Uint8Array.from(key);
  const expanded = unsafe.expandKeyLE(own.slice(0, 16));
  return {
    cipher: (a, b, c, d) => unsafe.encrypt(expanded, a, b, c, d),
    pad: new Uint32Array(own.slice(16).buffer),
  };
}

/** A number of 96 bits that a key, a text of any length and a number determine. */
export type Prf = (text: string, round: number) => bigint;

/** CBC-MAC over a text whose length stands before it, so that none is the beginning of another. */
export function prfOf(key: Uint8Array): Prf {
  const { cipher } = cipherOf(derived(key));
  const encoder = new TextEncoder();
  return (text, round) => {
    const bytes = encoder.encode(text);
    const words = new Uint32Array(Math.ceil(bytes.length / 16) * 4);
    new Uint8Array(words.buffer).set(bytes);
    let { s0, s1, s2, s3 } = cipher(bytes.length, round, 0, 0);
    for (let at = 0; at < words.length; at += 4)
      ({ s0, s1, s2, s3 } = cipher(
        s0 ^ words[at]!,
        s1 ^ words[at + 1]!,
        s2 ^ words[at + 2]!,
        s3 ^ words[at + 3]!,
      ));
    return (BigInt(s0 >>> 0) << 64n) | (BigInt(s1 >>> 0) << 32n) | BigInt(s2 >>> 0);
  };
}

/** A key of its own for names, so that what is told of them says nothing of addresses. */
function derived(key: Uint8Array): Uint8Array {
  const { cipher, pad } = cipherOf(key);
  const words = [1, 2].flatMap((n) => {
    const { s0, s1, s2, s3 } = cipher(pad[0]! ^ n, pad[1]!, pad[2]!, pad[3]! ^ n);
    return [s0, s1, s2, s3];
  });
  return new Uint8Array(Uint32Array.from(words).buffer);
}
