import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { bodyCutShort, bodyTooLarge, bodyTooSlow, bodyWithinMs } from "./body-errors";
import { handleIngestion } from "./handle-ingestion";
import { type IngestionRoute, ingestionRoute } from "./ingestion-paths";
import type { IngestionRequest } from "./request";
import { mostBytes } from "./unpack";

/** Reads the body up to the limit; what comes beyond is let go by. */
const readBody = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => reject(bodyTooSlow()), bodyWithinMs);
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    incoming.on("end", () => {
      clearTimeout(timer);
      if (size > mostBytes) reject(bodyTooLarge());
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.on("close", () => {
      clearTimeout(timer);
      if (!incoming.complete) reject(bodyCutShort());
    });
    // What follows is "close"; without a listener the process would end.
    incoming.on("error", () => {});
  });

/** Methods on a prototype: this is made for every request. */
class NodeRequest implements IngestionRequest {
  constructor(
    private readonly incoming: IncomingMessage,
    readonly query: string,
  ) {}

  get method(): string {
    return this.incoming.method ?? "GET";
  }

  get socketAddress(): string | null {
    return this.incoming.socket.remoteAddress ?? null;
  }

  get isEncrypted(): boolean {
    return (this.incoming.socket as Partial<TLSSocket>).encrypted === true;
  }

  header(name: string): string | null {
    const value = this.incoming.headers[name];
    return typeof value === "string" ? value : null;
  }

  body(): Promise<Buffer> {
    return readBody(this.incoming);
  }
}

const respond = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  query: string,
  route: IngestionRoute,
): Promise<void> => {
  const { status, headers, body } = await handleIngestion(new NodeRequest(incoming, query), route);
  const sent: Record<string, string | number> = { ...headers };
  if (status !== 204) sent["content-length"] = Buffer.byteLength(body);
  // A body that is still on its way must not be taken for the next request.
  if (!incoming.complete && status >= 400) sent.connection = "close";
  outgoing.writeHead(status, sent);
  outgoing.end(body);
};

/** The fast path: answers ingestion on `node:http`, before Next sees it. True when it took the request. */
export const handleNodeRequest = (incoming: IncomingMessage, outgoing: ServerResponse): boolean => {
  const url = incoming.url ?? "/";
  const mark = url.indexOf("?");
  const route = ingestionRoute(mark < 0 ? url : url.slice(0, mark));
  if (!route) return false;
  respond(incoming, outgoing, mark < 0 ? "" : url.slice(mark + 1), route).catch((error: unknown) => {
    console.error("Ingestion connection failed:", error);
    outgoing.destroy();
  });
  return true;
};
