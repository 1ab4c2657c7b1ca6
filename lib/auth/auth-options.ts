import { randomUUID } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { findUserToSignIn, insertLoginSession, revokeLoginSession } from "@/db/unscoped";
import { passwordMatches } from "./password";

const week = 7 * 24 * 3600;

/**
 * Signing in by e-mail and password. The cookie is a JWT that names a row of `login_sessions`, so every sign-in can be
 * revoked. An error thrown in `authorize` would end up in the address bar, so everything unknown becomes "no".
 */
export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt", maxAge: week },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      authorize: async (credentials) => {
        try {
          const email = String(credentials?.email ?? "").trim();
          const password = String(credentials?.password ?? "");
          if (!email || !password || password.length > 128) return null;
          const user = await findUserToSignIn(email);
          if (!(await passwordMatches(user?.passwordHash, password)) || !user) return null;
          return { id: user.id, email: user.email, name: user.name };
        } catch (error) {
          console.error("Sign-in failed:", error instanceof Error ? (error.cause ?? error.message) : error);
          return null;
        }
      },
    }),
  ],
  callbacks: {
    jwt: async ({ token, user }) => {
      if (!user) return token;
      const sid = randomUUID();
      await insertLoginSession({ id: sid, userId: user.id });
      return { sub: user.id, sid };
    },
    session: ({ session, token }) => ({ ...session, user: undefined, sid: String(token.sid ?? "") }),
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token?.sid === "string") await revokeLoginSession(token.sid);
    },
  },
};
