import { gunzipSync } from "node:zlib";
import { AppError, isAppError, statusOf } from "@/lib/errors";
import { secondsToWait } from "@/lib/rate-limit";
import { accessOfKey, type KeyAccess, mayUse } from "@/lib/tenancy/key-door";
import { keyInHeader } from "@/lib/tenancy/key-in-header";
import { asObject, type JsonObject } from "../draft";
import { parseTime } from "../parse-time";
import { appendEvents } from "../store";
import { messageType } from "./ingestion-paths";

/** A request without a framework, so that `node:http` and Next can both carry it. */
export type IngestionRequest = {
  method: string;
  call: string;
  query: URLSearchParams;
  header: (name: string) => string | null;
  body: () => Promise<Uint8Array>;
};

export type IngestionResponse = { status: number; headers: Record<string, string>; body: string };

/** The largest request, as sent and after unpacking. */
export const mostBytes = 5 * 1024 * 1024;
const mostEvents = 2_500;

const headers = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, x-retry-count, x-umami-cache",
  "access-control-expose-headers": "retry-after",
  "access-control-max-age": "86400",
};

const answer = (status: number, body: unknown, more: Record<string, string> = {}): IngestionResponse => ({
  status,
  headers: { ...headers, ...more },
  body: JSON.stringify(body),
});

const unpack = (bytes: Uint8Array): Uint8Array => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      throw new AppError("too_large", "A request has at most 5 MiB after unpacking. Send smaller batches.");
    throw new AppError("invalid", "The body is packed with gzip, but cannot be unpacked.");
  }
};

const parseBody = (bytes: Uint8Array): JsonObject => {
  const text = new TextDecoder().decode(unpack(bytes)).trim();
  if (text === "") throw new AppError("invalid", "The body is empty. Send a JSON object.");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? ` (${error.message.slice(0, 120)})` : "";
    throw new AppError("invalid", `The body is not JSON${where}. Nothing was stored.`);
  }
  const body = asObject(parsed);
  if (!body) throw new AppError("invalid", "The body is a JSON object, not a list or a single value.");
  return body;
};

/** The key as senders give it: Basic user name, Bearer, in the body, or (write keys only) in the address. */
const readKey = (request: IngestionRequest, body: JsonObject): string | null => {
  const inHeader = keyInHeader(request.header("authorization"));
  if (inHeader !== undefined) return inHeader;
  if (typeof body.writeKey === "string") return body.writeKey;
  const inQuery = request.query.get("writeKey");
  if (inQuery?.startsWith("tb_sk_"))
    throw new AppError(
      "forbidden",
      "A secret key never stands in an address, where logs keep it. Send it as a header.",
    );
  return inQuery;
};

const authenticate = async (request: IngestionRequest, body: JsonObject): Promise<KeyAccess> => {
  const key = readKey(request, body);
  if (!key)
    throw new AppError(
      "unauthenticated",
      "Send the project's key: as Basic user name, Bearer token or writeKey in the body.",
    );
  const access = await accessOfKey(key).catch((cause: unknown) => {
    throw new AppError(
      "unavailable",
      "Keys cannot be checked right now. Send it again in a few seconds.",
      undefined,
      { cause },
    );
  });
  if (!access) throw new AppError("unauthenticated", "This key belongs to no project, or it was revoked.");
  if (!mayUse(access, "ingest"))
    throw new AppError("forbidden", "This key may not send events (scope ingest).");
  return access;
};

/** Requests a second of a public key, events a second of a secret one; five times that for a moment. */
const limits = { write: 200, secret: 2_000 } as const;

/** Seconds until the key may send again; 0 when it may now. */
const overLimit = ({ scope, kind }: KeyAccess, events: number): number =>
  secondsToWait(`ingestion by ${kind} key`, scope.projectId, {
    perSecond: limits[kind],
    burst: 5 * limits[kind],
    cost: kind === "write" ? 1 : events,
  });

const messagesOf = (call: string, body: JsonObject): unknown[] => {
  const type = messageType(call);
  if (type !== null) return [{ ...body, type }];
  if (!Array.isArray(body.batch)) throw new AppError("invalid", "A batch is a list of events.", "batch");
  return body.batch;
};

const ingest = async (request: IngestionRequest): Promise<IngestionResponse> => {
  const body = parseBody(await request.body());
  if (request.call === "m") return answer(200, { success: true, status: 1 });
  const access = await authenticate(request, body);
  const messages = messagesOf(request.call, body);
  const wait = overLimit(access, messages.length);
  if (wait > 0)
    return answer(
      429,
      { error: { code: "limited", message: `This key sends too fast. Send it again in ${wait} s.` } },
      { "retry-after": String(wait) },
    );
  const result = await appendEvents(access.scope, access.kind, messages.slice(0, mostEvents), {
    sentAt: parseTime(body.sentAt),
    userAgent: request.header("user-agent"),
  });
  for (let index = mostEvents; index < messages.length; index++)
    result.rejected.push({
      index,
      messageId: null,
      code: "batch_overflow",
      path: "",
      message: `A request has at most ${mostEvents} events; send the rest in another one.`,
    });
  return answer(200, { success: true, status: 1, ...result });
};

/**
 * Answers an ingestion request: 200 with what became of each event, after COMMIT. A wrong key is 401 only when the
 * database said so; trouble on our side is 503, which every SDK tries again.
 */
export const handleIngestion = async (request: IngestionRequest): Promise<IngestionResponse> => {
  if (request.method === "OPTIONS") return { status: 204, headers, body: "" };
  if (request.method !== "POST")
    return answer(
      405,
      { error: { code: "invalid", message: "Send events with POST." } },
      { allow: "POST, OPTIONS" },
    );
  try {
    return await ingest(request);
  } catch (error) {
    const known = isAppError(error) ? error : undefined;
    if (!known) console.error("Ingestion failed:", error);
    const { code, message, path } = known ?? {
      code: "unavailable" as const,
      message: "The events could not be stored. Send them again in a few seconds.",
      path: undefined,
    };
    return answer(
      statusOf(code),
      { error: { code, message, path } },
      code === "unavailable" ? { "retry-after": "2" } : {},
    );
  }
};
