import { expect, it, onTestFinished } from "vitest";
import { env } from "@/lib/env";
import { checkDurability } from "./check-durability";
import { asOwner } from "./testing/as-owner";

it("refuses a database that confirms commits before they are written, and takes one that does not", async () => {
  await checkDurability();
  const owner = asOwner();
  const login = owner(new URL(env.databaseUrl ?? "").username);
  await owner`alter role ${login} set synchronous_commit = off`;
  onTestFinished(async () => void (await owner`alter role ${login} reset synchronous_commit`));
  await expect(checkDurability()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("synchronous_commit = on"),
  });
});
