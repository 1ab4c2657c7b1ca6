import { gunzipSync } from "node:zlib";
import { AppError } from "@/lib/errors";

/** The largest request in bytes, as sent and after unpacking. */
export const mostBytes = 5 * 1024 * 1024;
const mostGrowth = 100;
/** Small enough that nobody can do harm with it, however well it was packed. */
const alwaysFine = 64 * 1024;

/**
 * The body as it was before packing: gzip is known by its first bytes, whatever the headers say; anything else comes
 * back as it is. Throws `too_large` beyond 5 MiB or a hundred times the packed size, `invalid` when it is damaged.
 */
export const unpack = (bytes: Uint8Array): Uint8Array => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const most = Math.min(mostBytes, Math.max(alwaysFine, bytes.length * mostGrowth));
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError)
      throw new AppError(
        "too_large",
        "A request has at most 5 MiB after unpacking, and at most 100 times its packed size. Send smaller batches.",
      );
    throw new AppError("invalid", "The body is packed with gzip, but cannot be unpacked.");
  }
};
