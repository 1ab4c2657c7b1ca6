import "server-only";
import { AppError } from "@/lib/errors";
import type { KeyScope } from "@/lib/tenancy/definition";
import { accessOfKey, type KeyAccess, mayUse } from "@/lib/tenancy/key-door";
import { keyInHeader } from "@/lib/tenancy/key-in-header";

/** The door for programs that ask: a secret key as Bearer token or Basic user name that holds one of the scopes. */
export const authorizeKey = async (request: Request, needed: readonly KeyScope[]): Promise<KeyAccess> => {
  const key = keyInHeader(request.headers.get("authorization"));
  if (!key) throw new AppError("unauthenticated", "Send a secret key: Authorization: Bearer tb_sk_…");
  const access = await accessOfKey(key);
  if (!access) throw new AppError("unauthenticated", "This key belongs to no project, or it was revoked.");
  if (!needed.some((scope) => mayUse(access, scope)))
    throw new AppError(
      "forbidden",
      `This key may not do this: it needs the scope ${needed.join(" or ")} and has ${access.scopes.join(", ") || "none"}.`,
    );
  return access;
};
