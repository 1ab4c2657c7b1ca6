import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { handleIngestion, mostBytes } from "./handle-ingestion";
import { ingestionCall } from "./ingestion-paths";

/** Reads the body up to the limit; a longer one is refused without being kept. */
const readBody = (request: IncomingMessage): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
    });
    request.on("end", () => {
      if (size > mostBytes)
        reject(new AppError("too_large", "A request has at most 5 MiB. Send smaller batches."));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on("error", reject);
  });

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  call: string,
  query: URLSearchParams,
): Promise<void> => {
  const answer = await handleIngestion({
    method: request.method ?? "GET",
    call,
    query,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === "string" ? value : null;
    },
    body: () => readBody(request),
  });
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
};

/** The fast path: answers ingestion calls on `node:http`, before Next sees them. True when it took the request. */
export const handleNodeRequest = (request: IncomingMessage, response: ServerResponse): boolean => {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  const call = ingestionCall(path);
  if (call === undefined) return false;
  respond(request, response, call, new URLSearchParams(query)).catch((error: unknown) => {
    console.error("Ingestion connection failed:", error);
    response.destroy();
  });
  return true;
};
