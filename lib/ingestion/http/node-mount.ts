import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import type { AppError } from "@/lib/errors";
import { bodyCutShort, bodyTooLarge, bodyTooSlow, bodyWithinMs, tooManyBodies } from "./body-errors";
import { handleIngestion } from "./handle-ingestion";
import { type IngestionRoute, ingestionRoute } from "./ingestion-paths";
import type { IngestionRequest } from "./request";
import { mostBytes } from "./unpack";

const mostArriving = 128 * 1024 * 1024;
/** Bytes of all bodies that are on their way. Nobody has shown a key yet. */
let arriving = 0;

/** Reads the body up to the limit; what comes beyond is let go by. */
const readBody = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    let isRefused = false;
    const letGo = (): void => {
      arriving -= held;
      held = 0;
      chunks.length = 0;
    };
    const refuse = (error: AppError): void => {
      isRefused = true;
      letGo();
      reject(error);
    };
    let timer: NodeJS.Timeout | undefined;
    // Most bodies come in one piece with their head, and have arrived by then.
    process.nextTick(() => {
      if (!incoming.complete) timer = setTimeout(() => refuse(bodyTooSlow()), bodyWithinMs);
    });
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) letGo();
      if (isRefused || size > mostBytes) return;
      chunks.push(chunk);
      held += chunk.length;
      arriving += chunk.length;
      if (arriving > mostArriving) refuse(tooManyBodies());
    });
    incoming.on("end", () => {
      if (size > mostBytes) reject(bodyTooLarge());
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      letGo();
      clearTimeout(timer);
    });
    incoming.on("close", () => {
      letGo();
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
