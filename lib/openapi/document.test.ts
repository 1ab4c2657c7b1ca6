import { describe, expect, it } from "vitest";
import { z } from "zod";
import { reportNames } from "@/lib/reports/question";
import { openApiDocument } from "./document";
import { fieldWords } from "./field-words";
import { operations, tags } from "./operations";
import { reportSchemas, schemas } from "./schemas";

const document = openApiDocument();
const components = document.components.schemas;

/** Every object within a value, with the words that lead to it. */
const objectsWithin = (value: unknown, place: string): [string, Record<string, unknown>][] => {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => objectsWithin(part, `${place}.${key}`));
  return Array.isArray(value) ? inner : [[place, value as Record<string, unknown>], ...inner];
};

describe("the document", () => {
  it("is JSON, names its version and has what OpenAPI 3.1 asks for", () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Tributary", version: "1" } });
    for (const [path, item] of Object.entries(document.paths)) {
      expect(path).toMatch(/^\/(api\/)?v1\/[\w/{}-]+$/);
      for (const [method, operation] of Object.entries(item)) {
        expect(["get", "post", "patch", "delete"]).toContain(method);
        expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
        expect(operation.summary).toMatch(/^\S.+/);
        expect(tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags));
        for (const [status, { description }] of Object.entries(operation.responses)) {
          expect(status).toMatch(/^[2-5]\d\d$/);
          expect(description, `${path} ${status}`).toMatch(/^\S.+/);
        }
      }
    }
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it("declares what stands between braces in a path, and nothing twice", () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const { parameters } of Object.values(item)) {
        const named = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
        expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
        const places = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
        expect(new Set(places).size).toBe(places.length);
      }
  });

  it("points to nothing that is not there", () => {
    const references = objectsWithin(document, "").flatMap(([place, { $ref }]) =>
      typeof $ref === "string" ? [{ place, $ref }] : [],
    );
    expect(references.length).toBeGreaterThan(50);
    const lost = references.filter(
      ({ $ref }) => !Object.keys(components).includes($ref.split("/").at(-1) ?? ""),
    );
    expect(lost).toEqual([]);
    for (const { $ref } of references) expect($ref).toMatch(/^#\/components\/schemas\/\w+$/);
  });

  it("describes recursive shapes by pointing to them", () => {
    for (const name of ["Matcher", "Filter", "SegmentFilter"])
      expect(JSON.stringify(components[name])).toContain(`"$ref":"#/components/schemas/${name}"`);
    expect(JSON.stringify(components.FunnelQuestion)).toContain("#/components/schemas/SegmentFilter");
    expect(Object.keys(components).sort()).toEqual(Object.keys(schemas).sort());
  });

  it("has schemas that can be read as JSON Schema 2020-12", () => {
    const local = JSON.stringify(components).replaceAll("#/components/schemas/", "#/$defs/");
    for (const name of Object.keys(components))
      expect(
        () => z.fromJSONSchema({ $defs: JSON.parse(local), $ref: `#/$defs/${name}` }),
        name,
      ).not.toThrow();
  });

  it("says of every field what it means", () => {
    const silent = objectsWithin(components, "").flatMap(([place, { properties }]) =>
      typeof properties === "object" && properties !== null && !place.endsWith(".properties")
        ? Object.entries(properties)
            .filter(([, field]) => typeof field.description !== "string")
            .map(([field]) => `${place}.${field}`)
        : [],
    );
    expect(silent).toEqual([]);
  });

  it("keeps no words for fields that are not there", () => {
    const fields = objectsWithin(components, "").flatMap(([place, { properties }]) =>
      Object.keys(properties ?? {}).flatMap((field) => [field, `${place.split(".")[1]}.${field}`]),
    );
    expect(Object.keys(fieldWords).filter((word) => !fields.includes(word))).toEqual([]);
  });

  it("is strict where requests are: a field that does not exist is refused", () => {
    for (const { body, tag } of operations)
      if (body && tag !== "Events")
        for (const [place, schema] of objectsWithin(components[body.schema], body.schema))
          if (schema.type === "object" && "properties" in schema && !place.endsWith(".properties"))
            expect(schema.additionalProperties, place).toBe(false);
  });

  it("has every report with its own question and answer", () => {
    for (const name of reportNames) {
      const { question, answer } = reportSchemas[name];
      const operation = operations.find(({ path }) => path === `/api/v1/reports/${name}`);
      const named = [operation?.body?.schema, operation?.answer.schema];
      expect(named.map((one) => one && schemas[one])).toEqual([question, answer]);
    }
  });
});
