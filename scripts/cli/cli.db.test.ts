import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleProgram } from "../bundle.mjs";

const root = path.resolve(import.meta.dirname, "../..");
// Beside the real bundle, since the migrations are looked for from there.
const program = path.join(root, `dist/cli-test-${process.pid}.js`);
const run = promisify(execFile);
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "tributary-cli-"));
  await bundleProgram("scripts/cli/main.ts", program);
});
afterAll(() => Promise.all([program, folder].map((one) => rm(one, { recursive: true, force: true }))));

type Result = { code: number; stdout: string; stderr: string };

/** Calls the command line from the test's folder, as a person would. */
const cli = async (...args: string[]): Promise<Result> => {
  try {
    const options = { cwd: root, env: { ...process.env, INIT_CWD: folder } };
    return { code: 0, ...(await run(process.execPath, [program, ...args], options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as Result;
    return { code, stdout, stderr };
  }
};
const json = async (...args: string[]): Promise<{ code: number; answer: Record<string, unknown> }> => {
  const { code, stdout } = await cli(...args, "--json");
  return { code, answer: JSON.parse(stdout) };
};
const create = async (org: string) => {
  const { answer } = await json("project", "create", "--org", org, "--project", "Shop");
  return answer as { orgId: string; projectId: string; writeKey: string; secretKey: string };
};

describe.concurrent("the command line", () => {
  it("sets up an organisation, a second project in it, and a user", async () => {
    const first = await create("Acme & Söhne");
    expect(first).toEqual({
      orgId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      projectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      writeKey: expect.stringMatching(/^tb_pk_/),
      secretKey: expect.stringMatching(/^tb_sk_/),
    });
    const second = await create("Acme & Söhne");
    expect(second.orgId).toBe(first.orgId);
    expect(second.projectId).not.toBe(first.projectId);
    const account = ["--email", "ada@acme.example", "--password", "a long password", "--role", "owner"];
    expect(await json("user", "create", ...account, "--org", "Acme & Söhne")).toEqual({
      code: 0,
      answer: { userId: expect.any(String), orgId: first.orgId, email: "ada@acme.example", role: "owner" },
    });
    expect(await json("user", "create", ...account, "--org", "Acme & Söhne")).toEqual({
      code: 1,
      answer: { error: { code: "conflict", message: expect.any(String), path: "email" } },
    });
    expect((await json("user", "create", ...account, "--org", "Nobody")).answer).toEqual({
      error: { code: "not_found", message: expect.stringContaining('"Nobody"'), path: "org" },
    });
  });

  it("imports a file named from where it was called, and says which rows were bad", async () => {
    const { projectId } = await create("Import");
    const map = { event: { value: "Looked" }, timestamp: "at", userId: "who" };
    await writeFile(path.join(folder, "map.json"), JSON.stringify(map));
    await writeFile(path.join(folder, "rows.csv"), "at,who\n2026-10-01T09:30:00Z,ada\nyesterday,ada\n");
    const args = ["import", "rows.csv", "--project", projectId, "--map", "map.json"];
    const people = await cli(...args);
    expect(people).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("1 accepted, 0 known already"),
    });
    expect(people.stdout).toContain("  line 3: bad_timestamp at timestamp.");
    expect(await json(...args)).toMatchObject({
      code: 0,
      answer: { lines: 2, duplicates: 1, rejectedTotal: 1 },
    });
  });

  it("exports journeys into a file named from where it was called, or says why not and leaves none", async () => {
    const { projectId } = await create("Export");
    await writeFile(
      path.join(folder, "seen.csv"),
      "at,who\n2026-10-01T09:30:00Z,ada\n2026-10-02T09:30:00Z,ada\n",
    );
    const map = { event: { value: "Looked" }, timestamp: "at", userId: "who" };
    await writeFile(path.join(folder, "seen.json"), JSON.stringify(map));
    await json("import", "seen.csv", "--project", projectId, "--map", "seen.json");
    const to = (file: string, ...more: string[]) =>
      json("journeys", "export", "--project", projectId, "--to", file, ...more);
    const file = path.join(folder, "seen.arrow");
    expect(await to("seen.arrow", "--from", "2026-10-02")).toEqual({
      code: 0,
      answer: { projectId, file, events: 1 },
    });
    const table = tableFromIPC(await readFile(file));
    expect([table.numRows, table.getChild("name")?.get(0)]).toEqual([1, "Looked"]);
    const refused = (code: string, at: string, message: string) => ({
      code: 1,
      answer: { error: { code, path: at, message: expect.stringContaining(message) } },
    });
    expect(await to("nowhere/out.arrow")).toEqual(refused("invalid", "to", "its folder does not exist"));
    expect(await to("out.arrow", "--from", "2026-10-02", "--until", "2026-10-01")).toEqual(
      refused("invalid", "until", "ends before it starts"),
    );
    expect(await to("out.arrow", "--until", "tomorrow")).toEqual(
      refused("invalid", "until", "is not a time"),
    );
    const nobodys = "00000000-0000-4000-8000-000000000000";
    const lost = await json("journeys", "export", "--project", nobodys, "--to", "out.arrow");
    expect(lost).toMatchObject({ code: 1, answer: { error: { code: "not_found" } } });
    expect((await readdir(folder)).filter((name) => name.startsWith("out"))).toEqual([]);
  });

  it("applies goals from a file, all or none", async () => {
    const { projectId } = await create("Goals");
    const goal = {
      key: "looked",
      name: "Looked",
      tier: "micro",
      stage: "engagement",
      match: { event: "Looked" },
    };
    const apply = async (content: unknown) => {
      await writeFile(path.join(folder, "goals.json"), JSON.stringify(content));
      return await json("goals", "apply", "goals.json", "--project", projectId);
    };
    expect((await apply([goal])).answer).toEqual({ created: ["looked"], updated: [], unchanged: [] });
    const changed = { ...goal, name: "Had a look" };
    const wrong = { ...goal, key: "sold", stage: "sale" };
    expect(await apply({ goals: [changed, wrong] })).toEqual({
      code: 1,
      answer: {
        error: { code: "invalid", message: expect.stringContaining("micro"), path: "goals.1.stage" },
      },
    });
    expect(await apply([changed, changed])).toMatchObject({ code: 1, answer: { error: { path: "1.key" } } });
    expect((await apply({ goals: [goal] })).answer).toEqual({
      created: [],
      updated: [],
      unchanged: ["looked"],
    });
    expect((await apply([changed])).answer).toEqual({ created: [], updated: ["looked"], unchanged: [] });
  });

  it("creates, lists and revokes keys, and never shows a secret key twice", async () => {
    const { projectId, secretKey } = await create("Keys");
    const project = ["--project", projectId];
    const { answer } = await json(
      "key",
      "create",
      ...project,
      "--scopes",
      "read,ingest",
      "--name",
      "Reports",
    );
    expect(answer).toMatchObject({ kind: "secret", name: "Reports", scopes: ["read", "ingest"] });
    const revoked = await json("key", "revoke", String(answer.keyId), ...project);
    expect(revoked).toEqual({ code: 0, answer: { keyId: answer.keyId, revokedAt: expect.any(String) } });
    const list = await cli("key", "list", ...project);
    expect(list.stdout).toMatch(/"Reports" {2}revoked/);
    expect(list.stdout).not.toContain(secretKey);
    const other = await create("Other keys");
    expect(
      (await json("key", "revoke", String(answer.keyId), "--project", other.projectId)).answer,
    ).toMatchObject({
      error: { code: "not_found" },
    });
  });

  it("rotates a key once: the new one may do the same, the old one ends after the days it is given", async () => {
    const { projectId } = await create("Rotation");
    const project = ["--project", projectId];
    const origins = [
      "--kind",
      "write",
      "--name",
      "Site",
      "--origins",
      "https://Shop.example/, https://b.example",
    ];
    const { answer: site } = await json("key", "create", ...project, ...origins);
    const before = Date.now();
    const { answer } = await json("key", "rotate", String(site.keyId), ...project, "--days", "3");
    expect(answer).toMatchObject({ oldKeyId: site.keyId, key: expect.stringMatching(/^tb_pk_/) });
    const endsIn = Date.parse(String(answer.oldExpiresAt)) - before;
    expect(Math.abs(endsIn - 3 * 86_400_000)).toBeLessThan(60_000);
    const { keys } = (await json("key", "list", ...project)).answer as { keys: Record<string, unknown>[] };
    const rotated = {
      name: "Site",
      kind: "write",
      allowedOrigins: ["https://shop.example", "https://b.example"],
    };
    expect(keys.filter(({ name }) => name === "Site")).toMatchObject([
      { ...rotated, id: site.keyId, expiresAt: answer.oldExpiresAt },
      { ...rotated, id: answer.keyId, expiresAt: null },
    ]);
    expect((await json("key", "rotate", String(site.keyId), ...project)).answer).toMatchObject({
      error: { code: "conflict" },
    });
    expect(
      (await json("key", "rotate", String(answer.keyId), ...project, "--days", "x")).answer,
    ).toMatchObject({
      error: { code: "invalid", path: "days" },
    });
  });

  it("sets, imports and lists rates, and says which lines are bad", async () => {
    const { projectId } = await create("Rates");
    const project = ["--project", projectId];
    const usd = ["--currency", "usd", "--day", "2026-10-01", "--rate", "0.92"];
    expect(await json("rates", "set", ...project, ...usd)).toEqual({
      code: 0,
      answer: { currency: "USD", day: "2026-10-01", rate: "0.92" },
    });
    expect((await json("rates", "set", ...project, ...usd.slice(0, 4), "--rate", "0")).answer).toMatchObject({
      error: { code: "invalid", path: "rate" },
    });
    await writeFile(
      path.join(folder, "rates.csv"),
      "day,currency,rate\n2026-10-02,USD,0.93\n2026-10-02,EUR,1\n2026-10-02,JPY,0.0061\nx\n",
    );
    const { answer } = await json("rates", "import", "rates.csv", ...project);
    expect(answer).toEqual({
      saved: 2,
      rejected: [
        { line: 3, message: expect.stringContaining("EUR") },
        { line: 5, message: expect.stringContaining("day,currency,rate") },
      ],
    });
    expect((await cli("rates", "list", ...project)).stdout).toBe(
      "2026-10-02  JPY  0.0061\n2026-10-02  USD  0.93\n2026-10-01  USD  0.92\n",
    );
  });

  it("takes adjustments from CSV and JSONL, once, and says which lines are bad", async () => {
    const { projectId } = await create("Adjustments");
    const project = ["--project", projectId];
    await writeFile(
      path.join(folder, "adjustments.csv"),
      [
        "orderId,type,amountMinor,currency,occurredAt",
        "1001,refund,500,EUR,2026-11-10T09:30:00Z",
        "1002,cancellation,,,2026-11-10T09:30:00Z",
        "1003,refund,5.5,EUR,2026-11-10T09:30:00Z",
        "1001,refund,500,EUR,2026-11-10T09:30:00Z",
      ].join("\n"),
    );
    expect(await json("adjustments", "import", "adjustments.csv", ...project)).toEqual({
      code: 0,
      answer: {
        accepted: 2,
        duplicates: 1,
        duplicateLines: [5],
        rejected: [
          { line: 4, code: "invalid", path: "amountMinor", message: expect.stringContaining("minor units") },
        ],
      },
    });
    const cancelled = '{"orderId":1002,"type":"cancellation","occurredAt":"2026-11-10T09:30:00Z"}';
    await writeFile(path.join(folder, "adjustments.jsonl"), `${cancelled}\nx\n`);
    expect((await cli("adjustments", "import", "adjustments.jsonl", ...project)).stdout).toBe(
      "0 adjustments taken, 1 known already, 1 rejected.\n  line 2: This line is no JSON object.\n",
    );
  });

  it("imports and lists advertising costs, and says which lines are bad", async () => {
    const { projectId } = await create("Costs");
    const project = ["--project", projectId];
    await writeFile(
      path.join(folder, "costs.csv"),
      "\ufeffDay,Campaign,Cost\n2026-10-01,Brand,12.30\n2026-10-02,,4\n2026-10-02,Brand,free\n2026-10-02,,1\n",
      "utf16le",
    );
    const words = ["costs", "import", "costs.csv", ...project, "--source", "Google"];
    const { answer } = await json(...words);
    const rejected = [{ line: 4, message: expect.stringContaining("free") }];
    expect(answer).toEqual({ created: 2, replaced: 0, unchanged: 0, added: 1, rejected });
    expect((await cli(...words)).stdout).toMatch(/^0 costs new, 0 replaced, 2 unchanged, 1 lines rejected\./);
    expect((await cli("costs", "list", ...project)).stdout).toBe(
      "2026-10-02  €5.00  google / –  –\n2026-10-01  €12.30  google / –  Brand\n",
    );
  });

  it("finds nothing wrong with a good set-up", async () => {
    const { code, answer } = await json("doctor");
    expect({ code, ...answer }).toEqual({ code: 0, ok: true, checks: expect.any(Array) });
    expect((await cli("doctor")).stdout).toContain("All is well.");
  });

  it("says plainly when the database cannot be reached", async () => {
    const unreachable = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", DATABASE_OWNER_URL: "" };
    const env = { ...process.env, ...unreachable };
    const failure = await run(process.execPath, [program, "doctor", "--json"], { env }).catch(
      (error) => error,
    );
    expect(JSON.parse(failure.stdout)).toEqual({
      ok: false,
      checks: [{ name: "database", ok: false, message: expect.stringContaining("127.0.0.1:1") }],
    });
  });

  it.each([
    [["import", "nowhere.csv"], 2, "--project ID is missing"],
    [["import", "nowhere.csv", "--project", "17"], 1, "There is no project with the id 17"],
    [
      ["goals", "apply", "nowhere.json", "--project", "17"],
      1,
      "nowhere.json cannot be read: it does not exist",
    ],
  ])("explains what is wrong with %j", async (args, code, message) => {
    const people = await cli(...args);
    expect(people).toEqual({ code, stdout: "", stderr: expect.stringContaining(message) });
    const programs = await cli(...args, "--json");
    expect(programs).toMatchObject({ code, stderr: "" });
    expect(JSON.parse(programs.stdout).error.message).toContain(message);
  });

  it("helps", async () => {
    const { code, stdout } = await cli("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("import FILE --project ID");
    expect((await cli("import", "--help")).stdout).toContain("--map FILE.json");
  });
});
