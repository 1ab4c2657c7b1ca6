import { expect, it } from "vitest";
import { env } from "@/lib/env";
import { reachDatabase } from "./reach-database";

const urlOfTests = (): URL => new URL(env.databaseUrl ?? "");

it("accepts the database of the tests", async () => {
  await expect(reachDatabase(urlOfTests().href, "DATABASE_URL")).resolves.toBeUndefined();
});

it.each([
  ["an unknown database", { pathname: "/nowhere" }, "it has no such database"],
  ["an unknown host", { hostname: "nowhere.invalid", port: "5432" }, "there is no such host"],
])("explains %s without showing the password", async (_what, change, reason) => {
  const url = Object.assign(urlOfTests(), change);
  await expect(reachDatabase(url.href, "DATABASE_URL")).rejects.toMatchObject({
    code: "unavailable",
    message: `The database at ${url.hostname}:${url.port || 5432} cannot be used: ${reason}. Check DATABASE_URL, or unset it to run the PostgreSQL that comes with the app.`,
  });
});
