import { isUtf8 } from "node:buffer";
import { AppError } from "@/lib/errors";
import { Refusal } from "./refusal";

/** The largest body of a question or a definition. */
const mostBytes = 1_000_000;
const mostDeep = 64;

/** What may hold JSON: that, and what clients say that were not told. */
const mayBeJson =
  /^(application\/([\w.-]+\+)?json|text\/(json|plain)|application\/(octet-stream|x-www-form-urlencoded))$/;

const checkHeaders = (headers: Headers): void => {
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type && !mayBeJson.test(type))
    throw new Refusal("invalid", `The body is ${type}. Send JSON: content-type: application/json.`, {
      status: 415,
      headers: { accept: "application/json" },
    });
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

const readText = async (request: Request): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) tooLarge();
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (!isUtf8(whole)) throw new AppError("invalid", "The body is not JSON: it is no UTF-8.");
  return whole.toString("utf8").replace(/^\ufeff/, "");
};

/**
 * What is wrong with a value that is JSON: nested so deep that a schema would run out of stack, or text that the
 * database cannot keep.
 */
const troubleOf = (value: unknown, left = mostDeep): string | undefined => {
  if (typeof value === "string")
    return value.includes("\u0000") || !value.isWellFormed()
      ? "The body has text that is no Unicode."
      : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (left === 0) return `The body is nested more than ${mostDeep} deep.`;
  for (const part of Object.values(value)) {
    const trouble = troubleOf(part, left - 1);
    if (trouble) return trouble;
  }
  return undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError(
      "invalid",
      `The body is not JSON: ${error instanceof Error ? error.message.slice(0, 160) : "unreadable"}.`,
    );
  }
};

/**
 * The JSON body of a request, `whenEmpty` for none. Throws `invalid` when it is no JSON, has text that is no Unicode or
 * is nested more than 64 deep (status 415 when its headers say that it is something else), `too_large` beyond 1 MB.
 */
export const readJson = async (request: Request, whenEmpty?: object): Promise<unknown> => {
  checkHeaders(request.headers);
  const text = await readText(request);
  if (text === "" && whenEmpty) return whenEmpty;
  const body = parse(text);
  const trouble = troubleOf(body);
  if (trouble) throw new AppError("invalid", trouble);
  return body;
};
