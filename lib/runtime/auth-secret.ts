import { randomBytes } from "node:crypto";
import path from "node:path";
import { env } from "@/lib/env";
import { readOrCreatePrivateFile } from "@/lib/private-file";

/** Makes sure that sign-in has its secret: the one given, or one kept in the data folder so sessions outlive a restart. */
export const ensureAuthSecret = (): void => {
  const file = path.join(env.dataDir, "auth-secret");
  env.setAuthSecret(
    env.authSecret ?? readOrCreatePrivateFile(file, () => randomBytes(32).toString("base64url")),
  );
};
