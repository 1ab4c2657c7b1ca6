import { createHmac, randomUUID } from "node:crypto";
import { asObject, type Draft, flag, type Receipt, type Refusal, type Step, textOf } from "../draft";

/** What programs send when they have no id. Taken at its word, it would become one giant person. */
const nobody = new Set([
  "",
  "null",
  "undefined",
  "none",
  "nil",
  "nan",
  "anonymous",
  "guest",
  "0",
  "-1",
  "[object object]",
  "true",
  "false",
]);
const longestNobody = 15;

const readId = (draft: Draft, value: unknown, path: string): string | null | Refusal => {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value))
      return {
        code: "unsafe_integer",
        path,
        message: "Send ids as strings: this number lost digits on its way.",
      };
  } else if (typeof value !== "string") return { code: "invalid_id", path, message: "An id is a string." };
  const text = String(value);
  if (text.length > 255) return { code: "id_too_long", path, message: "An id has at most 255 characters." };
  const id = textOf(text)?.trim();
  if (id && (id.length > longestNobody || !nobody.has(id.toLowerCase()))) return id;
  flag(draft, "identity_dropped");
  return null;
};

/**
 * An id for a day: nobody can compute it again once the day's salt is deleted, and nothing is kept in the browser.
 * Without an address everybody would look alike, so then every event stands alone.
 */
const cookielessKey = (salt: Buffer, { scope, address, userAgent }: Receipt): string =>
  `c:${createHmac("sha256", salt).update(`${scope.projectId}|${address}|${userAgent}`).digest("base64url").slice(0, 22)}`;

const readCookieless = (draft: Draft, receipt: Receipt): undefined => {
  const context = receipt.source === "write" ? undefined : asObject(draft.raw.context);
  const seen: Receipt = context
    ? {
        ...receipt,
        address: textOf(context.ip, 64),
        userAgent: textOf(context.userAgent, 1000) ?? receipt.userAgent,
      }
    : receipt;
  if (!receipt.salts || seen.address === null) {
    draft.anonymousKey = `c:${randomUUID()}`;
    flag(draft, "no_address");
    return;
  }
  draft.anonymousKey = cookielessKey(receipt.salts.today, seen);
  if (receipt.salts.yesterday) draft.yesterdayKey = cookielessKey(receipt.salts.yesterday, seen);
};

const readOrder = (draft: Draft): string | null => {
  const id = draft.kind === "event" ? draft.properties.order_id : undefined;
  if (id === undefined || (typeof id !== "string" && !Number.isSafeInteger(id))) return null;
  const text = textOf(String(id))?.trim();
  return text && text.length <= 255 && !nobody.has(text.toLowerCase()) ? `o:${text}` : null;
};

const readAlias = (draft: Draft, userId: string | null, previousId: string | null): Refusal | undefined => {
  if (userId === null || previousId === null)
    return {
      code: "missing_identity",
      path: userId === null ? "userId" : "previousId",
      message: "An alias needs both userId and previousId.",
    };
  draft.aliasKeys = [`u:${previousId}`, `a:${previousId}`];
};

/** Who did it. Ids that are no person's are dropped; a message that names nobody cannot be placed in a journey. */
export const readIdentity: Step = (draft, receipt) => {
  if (draft.cookieless) return readCookieless(draft, receipt);
  const userId = readId(draft, draft.raw.userId, "userId");
  if (typeof userId === "object" && userId) return userId;
  const other = draft.kind === "alias" ? "previousId" : "anonymousId";
  const otherId = readId(draft, draft.raw[other], other);
  if (typeof otherId === "object" && otherId) return otherId;
  draft.userKey = userId === null ? null : `u:${userId}`;
  if (draft.kind === "alias") return readAlias(draft, userId, otherId);
  draft.anonymousKey = otherId === null ? null : `a:${otherId}`;
  draft.orderKey = readOrder(draft);
  const namesSomebody = draft.userKey ?? draft.anonymousKey ?? (receipt.source !== "write" && draft.orderKey);
  if (!namesSomebody)
    return {
      code: "missing_identity",
      path: "anonymousId",
      message: "State a userId or an anonymousId; a server may state the order_id instead.",
    };
};
