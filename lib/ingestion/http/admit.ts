import { clientAddress } from "@/lib/client-address";
import { AppError } from "@/lib/errors";
import { secondsToWait } from "@/lib/rate-limit";
import { accessOfKey, type KeyAccess, mayUse } from "@/lib/tenancy/key-door";
import { keyInHeader } from "@/lib/tenancy/key-in-header";
import { countRefusal } from "../store";
import { tooFast } from "./answers";
import type { IngestionRequest } from "./request";

/** Who sends, once the door let them in. */
export type Sender = {
  access: KeyAccess;
  /** The client's address, where a public key sends from people's own devices; else null. */
  address: string | null;
};

/** The key as senders give it: Basic user name, Bearer, in the body, or (write keys only) in the address. */
export const keyOf = (request: IngestionRequest, inBody: unknown): string | null => {
  const inHeader = keyInHeader(request.header("authorization"));
  if (inHeader !== undefined) return inHeader;
  if (typeof inBody === "string") return inBody;
  const inQuery = request.query === "" ? null : new URLSearchParams(request.query).get("writeKey");
  if (inQuery?.startsWith("tb_sk_"))
    throw new AppError(
      "forbidden",
      "A secret key never stands in an address, where logs keep it. Send it as a header.",
    );
  return inQuery;
};

/** Whose key is this? `unavailable` when it cannot be checked: an outage is never "no such key". */
export const findAccess = async (key: string): Promise<KeyAccess | null> => {
  try {
    return await accessOfKey(key);
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "Keys cannot be checked right now. Send it again in a few seconds.",
      undefined,
      { cause },
    );
  }
};

const checkOrigin = ({ scope, keyId, kind, allowedOrigins }: KeyAccess, origin: string | null): void => {
  if (origin === null) return;
  if (kind === "secret") {
    countRefusal(scope, keyId, "secret_in_browser");
    throw new AppError(
      "forbidden",
      "A secret key was sent from a web page, where everybody can read it. Revoke it, and use a write key in pages.",
    );
  }
  if (allowedOrigins.length > 0 && !allowedOrigins.includes(origin.toLowerCase())) {
    countRefusal(scope, keyId, "origin_not_allowed");
    throw new AppError(
      "forbidden",
      `This key may not send from ${origin.slice(0, 200)}. Add that page to the key's allowed origins.`,
    );
  }
};

const limit = (perSecond: number) => ({ perSecond, burst: 5 * perSecond });
/** Requests with public keys, by project and by client; events with secret keys. Five times that for a moment. */
const limits = { write: limit(200), client: limit(20), secret: limit(2_000) };

/** Who has one IPv6 address has all of its /64, and could send each request from another. */
const clientOf = (address: string): string =>
  address.includes(":") ? address.split(":", 4).join(":") : address;

const waitOf = ({ scope, kind }: KeyAccess, address: string | null, events: number): number => {
  if (kind === "secret")
    return secondsToWait("ingestion by secret key", scope.projectId, { ...limits.secret, cost: events });
  const forClient =
    address === null ? 0 : secondsToWait("ingestion by client", clientOf(address), limits.client);
  return forClient || secondsToWait("ingestion by write key", scope.projectId, limits.write);
};

/**
 * Lets a request in, or throws why not: no or no such key, the wrong kind for this page, not its origin, too fast.
 * `events` is how many it brings.
 */
export const admit = async (
  request: IngestionRequest,
  key: string | null,
  events: number,
): Promise<Sender> => {
  if (!key)
    throw new AppError(
      "unauthenticated",
      "Send the project's key: as Basic user name, Bearer token or writeKey in the body.",
    );
  const access = await findAccess(key);
  if (!access) throw new AppError("unauthenticated", "This key belongs to no project, or it was revoked.");
  checkOrigin(access, request.header("origin"));
  if (!mayUse(access, "ingest"))
    throw new AppError("forbidden", "This key may not send events (scope ingest).");
  const address =
    access.kind === "write" ? clientAddress(request.socketAddress, request.header("x-forwarded-for")) : null;
  const wait = waitOf(access, address, events);
  if (wait > 0) {
    countRefusal(access.scope, access.keyId, "limited");
    throw tooFast(wait);
  }
  return { access, address };
};
