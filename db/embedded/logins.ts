import { randomBytes } from "node:crypto";
import { readOrCreatePrivateFile } from "@/lib/private-file";

/** The passwords of the embedded server: one for the schema's owner, one for the app. */
interface Logins {
  ownerPassword: string;
  appPassword: string;
}

export const databaseName = "tributary";
export const ownerLogin = "tributary_owner";
export const appLogin = "tributary_login";

const makeLogins = (): string => {
  const password = () => randomBytes(24).toString("base64url");
  const logins: Logins = { ownerPassword: password(), appPassword: password() };
  return JSON.stringify(logins);
};

export const readOrCreateLogins = (file: string): Logins =>
  JSON.parse(readOrCreatePrivateFile(file, makeLogins));

export const loginUrl = (login: string, password: string, port: number, database: string): string =>
  `postgres://${login}:${password}@127.0.0.1:${port}/${database}`;
