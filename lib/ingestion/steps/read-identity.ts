import { type Refusal, type Step, textOf } from "../draft";

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

const readId = (value: unknown, path: string): string | null | Refusal => {
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
  return !id || nobody.has(id.toLowerCase()) ? null : id;
};

/** Who did it. Ids that are no person's are dropped; a message that names nobody cannot be placed in a journey. */
export const readIdentity: Step = (draft) => {
  const userId = readId(draft.raw.userId, "userId");
  if (typeof userId === "object" && userId) return userId;
  const other = draft.kind === "alias" ? "previousId" : "anonymousId";
  const otherId = readId(draft.raw[other], other);
  if (typeof otherId === "object" && otherId) return otherId;
  draft.userKey = userId === null ? null : `u:${userId}`;
  if (draft.kind === "alias") {
    if (userId === null || otherId === null)
      return {
        code: "missing_identity",
        path: userId === null ? "userId" : "previousId",
        message: "An alias needs both userId and previousId.",
      };
    draft.aliasKeys = [`u:${otherId}`, `a:${otherId}`];
    return;
  }
  draft.anonymousKey = otherId === null ? null : `a:${otherId}`;
  if (!draft.userKey && !draft.anonymousKey)
    return { code: "missing_identity", path: "anonymousId", message: "State a userId or an anonymousId." };
};
