import { type Operation, operations, tags } from "./operations";
import { type JsonSchema, jsonSchemas } from "./schemas";

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const statusWords: Record<number, string> = {
  400: "Something in the request is wrong; `path` says where.",
  401: "There is no key, or none like it.",
  403: "The key lacks the scope.",
  404: "It is not there, or belongs to another project.",
  405: "The address takes other methods; `allow` names them.",
  408: "The body did not arrive in time.",
  409: "It clashes with what is there.",
  413: "The body is too large.",
  415: "The body is something else than JSON.",
  429: "Too fast; `retry-after` says how many seconds to wait.",
  503: "Trouble on our side; try again in a moment.",
  504: "The answer takes longer than half a minute.",
};

/** What every address may answer. */
const everywhere = [401, 403, 405, 429, 503];

const json = (schema: object) => ({ "application/json": { schema } });

const errorResponses = (errors: readonly number[]) =>
  Object.fromEntries(
    [...errors, ...everywhere]
      .sort((a, b) => a - b)
      .map((status) => [
        String(status),
        { description: statusWords[status] ?? "", content: json(reference("Error")) },
      ]),
  );

const parametersOf = ({ path, query = [] }: Operation) => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: name === "id" ? "The key's id." : "The key.",
    schema: { type: "string" },
  })),
  ...query.map(({ name, about, schema, required = false }) => ({
    name,
    in: "query",
    required,
    description: about,
    schema,
  })),
];

const operationObject = (operation: Operation) => {
  const { id, tag, summary, about, scopes, body, answer, errors } = operation;
  const content = {
    ...(answer.schema ? json(reference(answer.schema)) : {}),
    ...(answer.csv ? { "text/csv": { schema: { type: "string" } } } : {}),
  };
  const open = `Needs a key with the scope ${scopes.map((scope) => `\`${scope}\``).join(" or ")}.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [about, open].filter(Boolean).join(" "),
    parameters: parametersOf(operation),
    ...(body ? { requestBody: { required: body.required, content: json(reference(body.schema)) } } : {}),
    responses: {
      [String(answer.status)]: {
        description: answer.about,
        ...(Object.keys(content).length > 0 ? { content } : {}),
      },
      ...errorResponses(errors),
    },
  };
};

const paths = () => {
  const found: Record<string, Record<string, ReturnType<typeof operationObject>>> = {};
  for (const operation of operations)
    found[operation.path] = { ...found[operation.path], [operation.method]: operationObject(operation) };
  return found;
};

const build = () => ({
  openapi: "3.1.0",
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  info: {
    title: "Tributary",
    version: "1",
    summary: "Everything a dashboard shows can be asked over HTTP.",
    description:
      "JSON in and out. Fields that do not exist are an error, never ignored. Times are RFC 3339, or `YYYY-MM-DD` in the project's timezone; `from` is inclusive, `to` exclusive. Money is whole minor units with its currency. What cannot be said is `null`, never 0.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/" }],
  security: [{ bearer: [] }, { basic: [] }],
  tags,
  paths: paths(),
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer tb_sk_…`" },
      basic: { type: "http", scheme: "basic", description: "The key as user name, without a password." },
    },
    schemas: jsonSchemas() as Record<string, JsonSchema>,
  },
});

export type OpenApiDocument = ReturnType<typeof build>;

let built: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document, made of the same schemas that requests are parsed with. */
export const openApiDocument = (): OpenApiDocument => {
  built ??= build();
  return built;
};
