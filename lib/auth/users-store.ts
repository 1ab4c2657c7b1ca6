import "server-only";
import { randomUUID } from "node:crypto";
import { memberships } from "@/db/schema/memberships";
import type { OrgScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { findUserToSignIn, insertUser } from "@/db/unscoped";
import { AppError } from "@/lib/errors";
import { hashPassword } from "./password";
import type { Role } from "./roles";

/** Adds a person who may sign in; `conflict` when the e-mail is taken. */
export const createUser = async ({
  email,
  password,
  name,
}: {
  email: string;
  password: string;
  name?: string;
}): Promise<{ userId: string }> => {
  const userId = await insertUser({
    id: randomUUID(),
    email,
    name: name ?? null,
    passwordHash: await hashPassword(password),
  });
  if (!userId)
    throw new AppError("conflict", "There is an account with this e-mail address already.", "email");
  return { userId };
};

export const findUserByEmail = async (email: string): Promise<{ userId: string } | null> => {
  const user = await findUserToSignIn(email);
  return user ? { userId: user.id } : null;
};

/** Makes a person a member of the organisation, or changes the role of one. */
export const addMember = (scope: OrgScope, { userId, role }: { userId: string; role: Role }): Promise<void> =>
  withTenant(scope, async (tx) => {
    await tx
      .insert(memberships)
      .values({ orgId: scope.orgId, userId, role })
      .onConflictDoUpdate({ target: [memberships.orgId, memberships.userId], set: { role } });
  });
