import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { compactUntilDone } from "@/lib/journeys/compact";
import { expectWhole, givenLog, stateOf } from "@/lib/journeys/testing/given-log";
import { bundleProgram } from "../bundle.mjs";

const root = path.resolve(import.meta.dirname, "../..");
// Beside the real bundle, since the migrations are looked for from there.
const program = path.join(root, `dist/rebuild-test-${process.pid}.js`);

beforeAll(async () => {
  await bundleProgram("scripts/cli/main.ts", program);
});
afterAll(() => rm(program, { force: true }));

const rebuild = (
  projectId: string,
): { child: ChildProcess; done: Promise<{ code: number | null; out: string }> } => {
  const args = [program, "journeys", "rebuild", "--project", projectId, "--json"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  return { child, done: new Promise((resolve) => child.on("close", (code) => resolve({ code, out }))) };
};

it("journeys rebuild loses nothing, however often it is killed on the way", async () => {
  const { site } = await givenLog(1, 60);
  const { projectId } = site.scope;
  const [log] = await asOwner()<{ count: number }[]>`
    select count(*)::int as count from events where project_id = ${projectId}`;
  const begun = async (): Promise<number> => {
    const [row] = await asOwner()<{ count: number }[]>`
      select (select count(*) from journey_checkpoints where project_id = ${projectId} and not live)::int
        + (select count(*) from journey_runs where project_id = ${projectId})::int as count`;
    return row?.count ?? 0;
  };
  await compactUntilDone(site.scope);
  const before = (await stateOf(site)).runs;
  for (let kill = 0; kill < 3; kill++) {
    const marks = await begun();
    const { child, done } = rebuild(projectId);
    await expect.poll(begun, { interval: 1, timeout: 30_000 }).toBeGreaterThan(marks);
    child.kill("SIGKILL");
    await done;
    await expectWhole(site);
  }
  const { code, out } = await rebuild(projectId).done;
  expect([code, JSON.parse(out)]).toEqual([0, { projectId, events: log?.count }]);
  const after = new Set((await stateOf(site)).runs.map(({ id }) => id));
  expect(before.some(({ id }) => after.has(id))).toBe(false);
  await expectWhole(site);
});
