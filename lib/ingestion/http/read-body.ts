import { isUtf8 } from "node:buffer";
import { AppError } from "@/lib/errors";
import { asObject, type JsonObject } from "../draft";
import { unpack } from "./unpack";

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The JSON object that a body says, whatever its content type: packed or plain, with or without a byte order mark.
 * Throws `invalid` with what is wrong, and `too_large`.
 */
export const readJsonObject = (sent: Uint8Array): JsonObject => {
  const bytes = asBuffer(unpack(sent));
  const decoded = bytes.toString("utf8");
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") throw new AppError("invalid", "The body is empty. Send a JSON object.");
    if (!isUtf8(bytes)) throw new AppError("invalid", "The body is not UTF-8 text. Send JSON as UTF-8.");
    const where = error instanceof Error ? ` (${error.message.slice(0, 120)})` : "";
    throw new AppError("invalid", `The body is not JSON${where}. Nothing was stored.`);
  }
  const body = asObject(parsed);
  if (!body) throw new AppError("invalid", "The body is a JSON object, not a list or a single value.", "");
  return body;
};

/** Whether a plain body is UTF-8 throughout; packed ones are made by libraries, which write no other. */
export const isText = (sent: Uint8Array): boolean => (sent[0] === 0x1f && sent[1] === 0x8b) || isUtf8(sent);

const keptBytes = 4096;

/** The beginning of a body that could not be read, as text that can be stored and looked at. */
export const beginningOf = (sent: Uint8Array): string => {
  let bytes = asBuffer(sent);
  try {
    bytes = asBuffer(unpack(sent));
  } catch {
    // Damaged gzip: then what was sent has to do.
  }
  return bytes.toString("utf8", 0, keptBytes).replaceAll("\u0000", "");
};
