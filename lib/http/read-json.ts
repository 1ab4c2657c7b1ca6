import { AppError } from "@/lib/errors";
import { readText } from "./read-text";
import { Refusal } from "./refusal";

const mostDeep = 64;

/** What may hold JSON: that, and what clients say that were not told. */
const mayBeJson =
  /^(application\/([\w.-]+\+)?json|text\/(json|plain)|application\/(octet-stream|x-www-form-urlencoded))$/;

const checkType = (headers: Headers): void => {
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type && !mayBeJson.test(type))
    throw new Refusal("invalid", `The body is ${type}. Send JSON: content-type: application/json.`, {
      status: 415,
      headers: { accept: "application/json" },
    });
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
  checkType(request.headers);
  const text = await readText(request);
  if (text === "" && whenEmpty) return whenEmpty;
  const body = parse(text);
  const trouble = troubleOf(body);
  if (trouble) throw new AppError("invalid", trouble);
  return body;
};
