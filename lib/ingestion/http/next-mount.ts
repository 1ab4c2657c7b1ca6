import { AppError } from "@/lib/errors";
import { failure } from "./answers";
import { bodyCutShort, bodyTooLarge, bodyTooSlow, bodyWithinMs } from "./body-errors";
import { handleIngestion } from "./handle-ingestion";
import { ingestionRoute } from "./ingestion-paths";
import type { IngestionRequest } from "./request";
import { mostBytes } from "./unpack";

const collect = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > mostBytes) throw bodyTooLarge();
    chunks.push(value);
  }
};

/** Reads the body up to the limit, and for no longer than it may take. */
const readBody = async ({ body }: Request): Promise<Buffer> => {
  if (!body) return Buffer.alloc(0);
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(bodyTooSlow()), bodyWithinMs);
  });
  try {
    return await Promise.race([
      collect(reader).catch((error) => {
        throw error instanceof AppError ? error : bodyCutShort();
      }),
      tooSlow,
    ]);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

const requestOf = (request: Request, query: string): IngestionRequest => ({
  method: request.method,
  query,
  socketAddress: null,
  isEncrypted: request.url.startsWith("https:"),
  header: (name) => request.headers.get(name),
  body: () => readBody(request),
});

/** The same ingestion for hosts that run nothing but Next: one handler for all of its routes. */
export const handleWebRequest = async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const route = ingestionRoute(pathname);
  const { status, headers, body } = route
    ? await handleIngestion(requestOf(request, search.slice(1)), route)
    : failure(new AppError("not_found", `There is nothing at ${pathname.slice(0, 200)}.`));
  if (status === 204) return new Response(null, { status, headers });
  const length = String(Buffer.byteLength(body));
  return new Response(body, { status, headers: { ...headers, "content-length": length } });
};
