import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { closePools } from "@/db/client";
import { startDatabase } from "@/db/start";
import { createOrganisation, createProject } from "@/lib/tenancy/organisations-store";

/** A project in a database of its own, below the temporary folder; `end` removes both. */
export const throwAwayProject = async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-bench-"));
  fs.chmodSync(home, 0o755);
  process.env.DATA_DIR = home;
  const database = await startDatabase();
  const { scope: org } = await createOrganisation({ name: "Bench" });
  const { scope } = await createProject(org, { name: "Bench", timezone: "UTC", currency: "EUR" });
  const end = async () => {
    await closePools();
    await database.stop();
    fs.rmSync(home, { recursive: true, force: true });
  };
  return { org, scope, end };
};
