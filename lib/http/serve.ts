import type { z } from "zod";
import { parseInput } from "@/lib/parse-input";
import type { KeyScope } from "@/lib/tenancy/definition";
import type { KeyAccess } from "@/lib/tenancy/key-door";
import { authorizeKey } from "./authorize-key";
import { errorResponse } from "./error-response";
import { type LimitedUse, limitKey } from "./limit-key";
import { Refusal } from "./refusal";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

type Asked<Query> = {
  request: Request;
  access: KeyAccess;
  /** What stands in the address between slashes. */
  params: Readonly<Record<string, string>>;
  query: Query;
};

/** One method of an address: who may, what the address may say after `?`, then one verb. */
type Endpoint<Query = unknown> = {
  /** One of these opens it. */
  scopes: readonly KeyScope[];
  use: LimitedUse;
  query: z.ZodType<Query>;
  run: (asked: Asked<Query>) => Promise<Response>;
};

/** Binds what the query parses to with what `run` is given. */
export const endpoint = <Query>(declared: Endpoint<Query>): Endpoint => ({
  ...declared,
  run: (asked) => declared.run(asked as Asked<Query>),
});

type Handler = (
  request: Request,
  context: { params: Promise<Readonly<Record<string, string>>> },
) => Promise<Response>;

const answer =
  ({ scopes, use, query, run }: Endpoint): Handler =>
  async (request, { params }) => {
    try {
      const access = await authorizeKey(request, scopes);
      limitKey(access, use);
      const asked = parseInput(query, Object.fromEntries(new URL(request.url).searchParams));
      return await run({ request, access, params: await params, query: asked });
    } catch (error) {
      return errorResponse(error);
    }
  };

const refuse =
  (allowed: readonly string[]): Handler =>
  async () =>
    errorResponse(
      new Refusal("invalid", `This address takes ${allowed.join(", ")} only.`, {
        status: 405,
        headers: { allow: allowed.join(", ") },
      }),
    );

/** The handlers of one address for programs that hold a key; other methods are told which there are. */
export const serve = (endpoints: Partial<Record<Method, Endpoint>>): Record<Method, Handler> => {
  const other = refuse(methods.filter((method) => endpoints[method]));
  const handlers = methods.map((method) => {
    const declared = endpoints[method];
    return [method, declared ? answer(declared) : other] as const;
  });
  return Object.fromEntries(handlers) as Record<Method, Handler>;
};

/** An answer nobody keeps. */
export const json = (
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response => Response.json(body, { ...init, headers: { "cache-control": "no-store", ...init.headers } });

/** Done, and nothing to say. */
export const noContent = (): Response =>
  new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
