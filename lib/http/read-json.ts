import { AppError } from "@/lib/errors";

const mostCharacters = 1_000_000;

/** The JSON body of a request; `invalid` when it is none. */
export const readJson = async (request: Request): Promise<unknown> => {
  const text = await request.text();
  if (text.length > mostCharacters) throw new AppError("too_large", "A question has at most 1 MB.");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError(
      "invalid",
      `The body is not JSON: ${error instanceof Error ? error.message.slice(0, 160) : "unreadable"}.`,
    );
  }
};
