import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = { write: 22, secret: 32 } as const;
const prefixes = { write: "tb_pk_", secret: "tb_sk_" } as const;

const checksum = (text: string): string => {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < 6; i++) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
};

/** A new key: prefix, at least 128 random bits, and a checksum that tells a typo from a wrong key without a look-up. */
export const newKey = (kind: "write" | "secret"): string => {
  let text: string = prefixes[kind];
  for (let i = 0; i < randomLength[kind]; i++) text += alphabet[randomInt(62)];
  return text + checksum(text);
};

/** Whether the text is formed like one of our keys, checksum included. */
export const isKeyText = (text: string): boolean =>
  /^tb_(pk_[0-9A-Za-z]{28}|sk_[0-9A-Za-z]{38})$/.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);

/** What is stored of a key. Long random keys need no slow hash. */
export const keyDigest = (key: string): Buffer => createHash("sha256").update(key).digest();
