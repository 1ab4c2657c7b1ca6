import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { givenProject } from "@/db/testing/given-project";
import shopGoals from "@/examples/shop.goals.json" with { type: "json" };
import { goalDefinition } from "@/lib/goals/definition";
import { callApi } from "@/lib/http/testing/call-api";
import { parseInput } from "@/lib/parse-input";
import { createKey } from "@/lib/tenancy/keys-store";
import { openApiDocument } from "./document";
import { examples, examplesOf } from "./examples";
import { operations } from "./operations";

type Answer = { status: number; body?: unknown; csv?: string };

/** Some parts of an answer are others every time. */
const steady = (value: unknown, field = ""): unknown => {
  if (Array.isArray(value)) return value.map((part) => steady(part));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, steady(part, name)]));
  if (field === "ms") return 2.1;
  // Noted outside the way of requests, so it may be there already or not.
  if (field === "lastUsedAt") return null;
  if (typeof value !== "string") return value;
  if (/^(createdAt|expiresAt|receivedAt|revokedAt|watermark)$/.test(field)) return "2026-11-22T10:30:00.000Z";
  return value
    .replace(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "7d3c1f60-2b0f-4c51-9f0e-5a8f6f1b7a10")
    .replace(/^(tb_[ps]k_)\w+…?$/, "$1…");
};

const answers = new Map<string, Answer>();

beforeAll(async () => {
  const goals = shopGoals.goals.map((goal) => parseInput(goalDefinition, goal));
  const site = await givenProject({ goals });
  const events = readFileSync("examples/events.jsonl", "utf8").trim().split("\n");
  await site.send(events.map((line) => JSON.parse(line)));
  const { key: writeKey } = await createKey(site.scope, { kind: "write", name: "Website", scopes: [] });
  const key = await site.secretKey("read", "admin", "ingest");
  let keyId = "";
  for (const { name, method, path, body } of examples) {
    const sent = path
      .replace("WRITE_KEY_ID", writeKey.id)
      .replace("KEY_ID", keyId)
      .replace(/^(\/api)?\/v1\//, "");
    const { status, body: answered, text } = await callApi(method, sent, { key, body });
    if (name === "createKey") keyId = z.looseObject({ id: z.string() }).parse(answered).id;
    answers.set(name, {
      status,
      ...(answered === undefined ? {} : { body: answered }),
      ...(answered === undefined && text !== "" ? { csv: text } : {}),
    });
  }
});

it("every operation has an example", () => {
  expect(operations.filter(({ id }) => examplesOf(id).length === 0).map(({ id }) => id)).toEqual([]);
  expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
});

it("every example works, and is answered as the page shows it", async () => {
  const shown = Object.fromEntries([...answers].map(([name, answer]) => [name, steady(answer)]));
  await expect(`${JSON.stringify(shown, null, 1)}\n`).toMatchFileSnapshot("./example-answers.json");
});

/** A schema of the document as one that can be parsed with. */
const parserOf = (schema: object) => {
  const $defs = openApiDocument().components.schemas;
  const local = JSON.stringify({ $defs, ...schema }).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(local));
};

it.each(operations)(
  "$id: request and answer are as the document says",
  ({ id, path, method, body, answer }) => {
    const described = openApiDocument().paths[path]?.[method];
    for (const { name, body: sent } of examplesOf(id)) {
      const got = answers.get(name);
      expect(got?.status, JSON.stringify(got?.body)).toBe(answer.status);
      if (body)
        expect(
          parserOf({ $ref: `#/components/schemas/${body.schema}` }).safeParse(sent).error,
        ).toBeUndefined();
      const content = described?.responses[String(answer.status)];
      if (got?.csv !== undefined) expect(content).toMatchObject({ content: { "text/csv": {} } });
      else if (answer.schema)
        expect(
          parserOf({ $ref: `#/components/schemas/${answer.schema}` }).safeParse(got?.body).error,
        ).toBeUndefined();
      else expect(got).toEqual({ status: 204 });
    }
  },
);
