import { decodeText } from "@/lib/decode-text";
import { AppError } from "@/lib/errors";
import { Refusal } from "./refusal";

/** The largest body of a question or a definition. */
const mostBytes = 1_000_000;

const checkHeaders = (headers: Headers): void => {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase();
  if (encoding && encoding !== "identity")
    throw new Refusal("invalid", `The body is packed as ${encoding}. Send it as it is.`, {
      status: 415,
      headers: { "accept-encoding": "identity" },
    });
  if (Number(headers.get("content-length")) > mostBytes) tooLarge();
};

const tooLarge = (): never => {
  throw new AppError("too_large", "A body has at most 1 MB.");
};

/**
 * The body of a request as text. Throws `invalid` when it is neither UTF-8 nor marked UTF-16 (status 415 when it is packed), `too_large` beyond
 * 1 MB.
 */
export const readText = async (request: Request): Promise<string> => {
  checkHeaders(request.headers);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) tooLarge();
    chunks.push(chunk);
  }
  const text = decodeText(Buffer.concat(chunks));
  if (text === null) throw new AppError("invalid", "The body is no UTF-8.");
  return text;
};
