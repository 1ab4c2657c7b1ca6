import { createHmac, timingSafeEqual } from "node:crypto";

const lifetimeMs = 120_000;
const expiryBytes = 6;
const signatureBytes = 32;

type Signer = { linkerSecret: Buffer; projectId: string };

const sign = ({ linkerSecret, projectId }: Signer, expiry: Buffer, id: Buffer): Buffer =>
  createHmac("sha256", linkerSecret).update(projectId).update("\0").update(expiry).update(id).digest();

/** A token that takes a visitor's id to another of the site's domains: expiry, HMAC-SHA256 and id as base64url. */
export const linkerToken = (signer: Signer, anonymousId: string, now: number): string => {
  const expiry = Buffer.alloc(expiryBytes);
  expiry.writeUIntBE(now + lifetimeMs, 0, expiryBytes);
  const id = Buffer.from(anonymousId);
  return Buffer.concat([expiry, sign(signer, expiry, id), id]).toString("base64url");
};

/** The visitor's id in a token, or what is wrong with it. */
export const readLinkerToken = (
  signer: Signer,
  token: string,
  now: number,
): { anonymousId: string } | "forged" | "expired" => {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length <= expiryBytes + signatureBytes) return "forged";
  const expiry = bytes.subarray(0, expiryBytes);
  const id = bytes.subarray(expiryBytes + signatureBytes);
  const signature = bytes.subarray(expiryBytes, expiryBytes + signatureBytes);
  if (!timingSafeEqual(signature, sign(signer, expiry, id))) return "forged";
  if (expiry.readUIntBE(0, expiryBytes) <= now) return "expired";
  return { anonymousId: id.toString("utf8") };
};
